import { Badge, Group, Text } from "@mantine/core";
import type { Customer, FormField } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { type Lookup, answerText } from "../../submissions/answers";
import { formatDay, formatTime } from "../../ui/format";
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
      <Text size="sm">{customer.phone}</Text>
      {customer.email && (
        <Text size="xs" c="dimmed" truncate>
          {customer.email}
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
        <Group gap={4} wrap="nowrap">
          {(customer.tags ?? []).slice(0, 3).map((tag) => (
            <TagBadge key={tag.id} tag={tag} />
          ))}
        </Group>
      );
    case "updated_at":
      return <>{formatTime(customer.updated_at)}</>;
    case "created_at":
      return <>{customer.created_at ? formatDay(customer.created_at) : ""}</>;
    case "area":
      return <>{areaText(customer, lookup)}</>;
    case "source":
      return <>{sourceText(customer.source, lookup)}</>;
    case "code":
    case "phone":
    case "email":
    case "address":
    case "rank":
      return <>{customer[column]}</>;
  }
}

function areaText({ ward_code: ward, province_code: province }: Customer, lookup: Lookup): string {
  const part = (type: string, code: string | null | undefined) => answerText({ name: type, type, label: { vi: "", en: "" } }, code, lookup);
  return [part("ward", ward), part("province", province)].filter(Boolean).join(", ");
}

function sourceText(source: string | null | undefined, lookup: Lookup): string {
  return answerText({ name: "source", type: "select", label: { vi: "", en: "" }, options_from: "sources" }, source, lookup);
}
