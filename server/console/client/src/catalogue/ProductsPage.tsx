import { useState } from "react";
import { Group, Text } from "@mantine/core";
import { IconPackage } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { pagesQuery } from "../api/recordQueries";
import type { InUse, Product } from "../api/recordTypes";
import { choiceListsQuery } from "../data/queries";
import { useLanguage } from "../i18n/language";
import { Filter } from "../ui/Filter";
import { type Column, ListFrame } from "../ui/ListFrame";
import { PageHead } from "../ui/PageHead";
import { SearchBox, useSearched } from "../ui/Searched";
import { StatusMark } from "../ui/StatusMark";
import { formatTime } from "../ui/format";
import { NewByForm } from "./NewByForm";
import { priceText, useChoiceWords } from "./words";

function useColumns(): Column<Product>[] {
  const { t } = useLanguage();
  const words = useChoiceWords();
  return [
    {
      key: "name",
      label: t("products.name"),
      cell: ({ name, code }) => (
        <>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {code}
          </Text>
        </>
      ),
    },
    { key: "group", label: t("products.group"), wide: true, cell: ({ group, subgroup }) => [words("product_groups", group), words("product_subgroups", subgroup)].filter(Boolean).join(" · ") },
    { key: "price", label: t("products.price"), end: true, cell: ({ price_now }) => priceText(price_now, t, (unit) => words("units", unit)) },
    { key: "status", label: t("record.status"), cell: ({ status }) => <StatusMark colour={status === "active" ? "green" : "gray"} words={t(`product.${status}`)} /> },
    { key: "updated", label: t("record.updated"), wide: true, cell: ({ updated_at }) => formatTime(updated_at) },
  ];
}

/** The products of the organisation, with what each costs now. */
export default function ProductsPage() {
  const { t, say } = useLanguage();
  const { q, typed, setTyped } = useSearched();
  const [status, setStatus] = useState<InUse | null>(null);
  const [group, setGroup] = useState<string | null>(null);
  const groups = useQuery(choiceListsQuery).data?.items.find(({ key }) => key === "product_groups")?.options ?? [];
  const pages = useInfiniteQuery(pagesQuery<Product>("/products", { q, status, group }));
  const columns = useColumns();
  const statuses = (["active", "stopped"] as const).map((value) => ({ value, label: t(`product.${value}`) }));
  return (
    <div className="page">
      <PageHead title={t("products.title")} end={<NewByForm form="product.profile" label={t("products.new")} />}>
        <Group gap={6}>
          <SearchBox label={t("list.search")} typed={typed} onType={setTyped} testid="product-search" />
          <Filter label={t("products.group")} all={t("products.group.all")} data={groups.map(({ value, label }) => ({ value, label: say(label) }))} value={group} onChange={setGroup} testid="product-group" searchable />
          <Filter label={t("record.status")} all={t("list.status.all")} data={statuses} value={status} onChange={setStatus} testid="product-status" />
        </Group>
      </PageHead>
      <div className="scroll">
        <ListFrame
          of={pages}
          columns={columns}
          to={({ id }) => `/products/${id}`}
          empty={{ title: t("products.empty"), hint: t("products.empty.hint"), icon: <IconPackage size={24} stroke={1.5} /> }}
          testid="product-row"
        />
      </div>
    </div>
  );
}
