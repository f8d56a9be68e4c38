import { Paper, Text } from "@mantine/core";
import type { Conflict } from "../api/types";
import { useLanguage } from "../i18n/language";
import { formatTime } from "../ui/format";
import { useConflictField } from "./useConflictField";

/** What became of a conflict. */
export function SettledConflict({ conflict }: { conflict: Conflict }) {
  const { t, say } = useLanguage();
  const { write } = useConflictField(conflict);
  return (
    <Paper className="panel" p="sm" data-testid="conflict-settled">
      <Text size="sm">
        <b>{conflict.record.name}</b> · {say(conflict.label) || conflict.field}: {write(conflict.kept.value) || t("value.none")} /{" "}
        {write(conflict.lost.value) || t("value.none")}
      </Text>
      <Text size="xs" c="dimmed">
        {t("conflicts.settledby", {
          name: conflict.settled_by?.name ?? t("value.unknown"),
          value: write(conflict.settled_value) || t("value.none"),
          at: formatTime(conflict.settled_at),
        })}
      </Text>
    </Paper>
  );
}
