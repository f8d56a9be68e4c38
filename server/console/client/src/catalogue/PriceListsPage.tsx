import { useState } from "react";
import { Group, Text } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { pagesQuery } from "../api/recordQueries";
import type { InUse, PriceList } from "../api/recordTypes";
import { useLanguage } from "../i18n/language";
import { Filter } from "../ui/Filter";
import { ListFrame } from "../ui/ListFrame";
import { PageHead } from "../ui/PageHead";
import { SearchBox, useSearched } from "../ui/Searched";
import { formatDay } from "../ui/format";
import { Holds } from "./Holds";
import { NewByForm } from "./NewByForm";

/** The price lists of the organisation. */
export default function PriceListsPage() {
  const { t } = useLanguage();
  const { q, typed, setTyped } = useSearched();
  const [status, setStatus] = useState<InUse | null>(null);
  const pages = useInfiniteQuery(pagesQuery<PriceList>("/price-lists", { q, status }));
  const statuses = (["active", "stopped"] as const).map((value) => ({ value, label: t(`status.${value}`) }));
  return (
    <div className="page">
      <PageHead title={t("pricelists.title")} end={<NewByForm form="price.list" label={t("pricelists.new")} />}>
        <Group gap={6}>
          <SearchBox label={t("list.search")} typed={typed} onType={setTyped} testid="pricelist-search" />
          <Filter label={t("record.status")} all={t("list.status.all")} data={statuses} value={status} onChange={setStatus} testid="pricelist-status" />
        </Group>
      </PageHead>
      <div className="scroll">
        <ListFrame
          of={pages}
          columns={[
            { key: "name", label: t("pricelists.name"), cell: ({ name }) => <Text size="sm" fw={600}>{name}</Text> },
            { key: "from", label: t("pricelists.from"), cell: ({ effective_from }) => formatDay(effective_from) },
            { key: "to", label: t("pricelists.to"), wide: true, cell: ({ effective_to }) => (effective_to ? formatDay(effective_to) : t("pricelists.open")) },
            { key: "lines", label: t("pricelists.lines"), wide: true, end: true, cell: ({ line_count }) => line_count },
            { key: "status", label: t("record.status"), cell: ({ status: now, in_force }) => <Holds status={now} holds={in_force} words={t("pricelists.inforce")} /> },
          ]}
          to={({ id }) => `/price-lists/${id}`}
          empty={{ title: t("pricelists.empty"), hint: t("pricelists.empty.hint"), icon: <IconReceipt size={24} stroke={1.5} /> }}
          testid="pricelist-row"
        />
      </div>
    </div>
  );
}
