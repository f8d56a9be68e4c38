import { Badge, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Customer, FormField } from "../../api/types";
import { tagsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { type Lookup, answerText } from "../../submissions/answers";
import { formatTime } from "../../ui/format";
import { StatusBadge } from "../StatusBadge";
import { TagBadge } from "../TagBadge";
import { FIELD_COLUMN, isBuiltIn } from "./columns";

interface Props {
  customer: Customer;
  column: string;
  fields: ReadonlyMap<string, FormField>;
  lookup: Lookup;
}

function Contact({ customer }: { customer: Customer }) {
  return (
    <>
      <Text size="sm">{customer.phone_text ?? customer.phone}</Text>
      {emailOf(customer) && (
        <Text size="xs" c="dimmed" truncate>
          {emailOf(customer)}
        </Text>
      )}
    </>
  );
}

function Badges({ names }: { names: string[] }) {
  return (
    <Group gap={4} wrap="nowrap">
      {names.slice(0, 3).map((name) => (
        <Badge key={name} size="sm" variant="outline" color="gray" tt="none">
          {name}
        </Badge>
      ))}
      {names.length > 3 && <Text size="xs">+{names.length - 3}</Text>}
    </Group>
  );
}

function Tags({ ids }: { ids: readonly string[] }) {
  const known = useQuery(tagsQuery).data?.items ?? [];
  return (
    <Group gap={4} wrap="nowrap">
      {known
        .filter(({ id }) => ids.includes(id))
        .slice(0, 3)
        .map((tag) => (
          <TagBadge key={tag.id} tag={tag} />
        ))}
    </Group>
  );
}

/** What one column says of one customer. */
export function Cell({ customer, column, fields, lookup }: Props) {
  const { t } = useLanguage();
  if (!isBuiltIn(column)) {
    const name = column.slice(FIELD_COLUMN.length);
    const field = fields.get(name);
    return <>{field ? answerText(field, customer.fields?.[name], lookup) : ""}</>;
  }
  switch (column) {
    case "name":
      return <>{customer.name}</>;
    case "status":
      return <StatusBadge status={customer.status} />;
    case "contact":
      return <Contact customer={customer} />;
    case "owner":
      return <>{customer.owner?.name}</>;
    case "kind":
      return <>{t(`kind.${customer.kind}`)}</>;
    case "pool":
      return <>{customer.pool?.name}</>;
    case "groups":
      return <Badges names={(customer.groups ?? []).map(({ name }) => name)} />;
    case "tags":
      return (
        <Tags ids={customer.tags ?? []} />
      );
    case "updated_at":
      return <>{formatTime(customer.updated_at)}</>;
    case "source":
      return <>{sourceText(customer.source, lookup)}</>;
    case "phone":
      return <>{customer.phone_text ?? customer.phone}</>;
    case "email":
      return <>{emailOf(customer)}</>;
    case "address":
      return <>{customer.address_text ?? customer.address}</>;
    case "code":
    case "rank":
      return <>{customer[column]}</>;
  }
}

function emailOf({ fields }: Customer): string {
  return typeof fields?.email === "string" ? fields.email : "";
}

function sourceText(source: string | null | undefined, lookup: Lookup): string {
  return answerText({ name: "source", type: "select", label: { vi: "", en: "" }, options_from: "sources" }, source, lookup);
}
