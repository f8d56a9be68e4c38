import { useState } from "react";
import { Group, Text } from "@mantine/core";
import { IconDiscount } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { pagesQuery } from "../api/recordQueries";
import type { InUse, Promotion } from "../api/recordTypes";
import { useLanguage } from "../i18n/language";
import type { Translate } from "../i18n/translate";
import { Filter } from "../ui/Filter";
import { ListFrame } from "../ui/ListFrame";
import { PageHead } from "../ui/PageHead";
import { SearchBox, useSearched } from "../ui/Searched";
import { formatDay } from "../ui/format";
import { Holds } from "./Holds";
import { NewByForm } from "./NewByForm";

function modeText(mode: string | null, t: Translate): string {
  return mode === "direct" || mode === "coupon" ? t(`promotions.mode.${mode}`) : (mode ?? "");
}

/** The promotions of the organisation. */
export default function PromotionsPage() {
  const { t } = useLanguage();
  const { q, typed, setTyped } = useSearched();
  const [status, setStatus] = useState<InUse | null>(null);
  const pages = useInfiniteQuery(pagesQuery<Promotion>("/promotions", { q, status }));
  const statuses = (["active", "stopped"] as const).map((value) => ({ value, label: t(`status.${value}`) }));
  return (
    <div className="page">
      <PageHead title={t("promotions.title")} end={<NewByForm form="promotion.programme" label={t("promotions.new")} />}>
        <Group gap={6}>
          <SearchBox label={t("list.search")} typed={typed} onType={setTyped} testid="promotion-search" />
          <Filter label={t("record.status")} all={t("list.status.all")} data={statuses} value={status} onChange={setStatus} testid="promotion-status" />
        </Group>
      </PageHead>
      <div className="scroll">
        <ListFrame
          of={pages}
          columns={[
            {
              key: "name",
              label: t("promotions.name"),
              cell: ({ name, code }) => (
                <>
                  <Text size="sm" fw={600}>{name}</Text>
                  <Text size="xs" c="dimmed">{code}</Text>
                </>
              ),
            },
            { key: "mode", label: t("promotions.mode"), wide: true, cell: ({ mode }) => modeText(mode, t) },
            { key: "from", label: t("pricelists.from"), cell: ({ effective_from }) => formatDay(effective_from) },
            { key: "to", label: t("pricelists.to"), wide: true, cell: ({ effective_to }) => (effective_to ? formatDay(effective_to) : t("pricelists.open")) },
            { key: "status", label: t("record.status"), cell: ({ status: now, running }) => <Holds status={now} holds={running} words={t("promotions.running")} /> },
          ]}
          to={({ id }) => `/promotions/${id}`}
          empty={{ title: t("promotions.empty"), hint: t("promotions.empty.hint"), icon: <IconDiscount size={24} stroke={1.5} /> }}
          testid="promotion-row"
        />
      </div>
    </div>
  );
}
