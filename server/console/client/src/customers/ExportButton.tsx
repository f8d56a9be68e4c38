import { useState } from "react";
import { ActionIcon } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type Query, download } from "../api/client";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { dayOf } from "../ui/format";

/** Hands over the list as it is filtered, as a spreadsheet; who exported what stands in the history. */
export function ExportButton({ query }: { query: Query }) {
  const { t } = useLanguage();
  const mayExport = useRight("customer.export");
  const [isFetching, setFetching] = useState(false);
  async function fetchFile(): Promise<void> {
    setFetching(true);
    try {
      await download("/customers/export.xlsx", t("export.name", { day: dayOf(new Date()) }), query);
      showDone(t("export.done"));
    } catch (error) {
      showProblem(error, t);
    } finally {
      setFetching(false);
    }
  }
  if (!mayExport) return null;
  return (
    <ActionIcon variant="default" size="lg" loading={isFetching} onClick={() => void fetchFile()} aria-label={t("export.open")} title={t("export.open")} data-testid="export">
      <IconDownload size={18} stroke={1.6} />
    </ActionIcon>
  );
}
