import { Alert, Anchor, List, Text } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { conflictPagesQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { formatTime } from "../ui/format";

/** The open conflicts of one record, for its page; nothing where there are none. */
export function OpenConflicts({ recordId }: { recordId: string }) {
  const { t, say } = useLanguage();
  const enabled = useRight("conflict.read");
  const { data } = useInfiniteQuery({ ...conflictPagesQuery({ state: "open", record_id: recordId }), enabled });
  const conflicts = data?.pages.flatMap(({ items }) => items) ?? [];
  if (conflicts.length === 0) return null;
  return (
    <Alert color="amber" variant="light" icon={<IconGitCompare />} title={`${t("conflicts.of")} (${conflicts.length})`} style={{ flexShrink: 0 }} data-testid="customer-conflicts">
      <List size="sm" listStyleType="none">
        {conflicts.map((conflict) => (
          <List.Item key={conflict.id}>
            <b>{say(conflict.label)}</b>{" "}
            <Text span size="xs" c="dimmed">
              {[conflict.kept.employee?.name, conflict.lost.employee?.name].filter(Boolean).join(" / ")} · {formatTime(conflict.created_at)}
            </Text>
          </List.Item>
        ))}
      </List>
      <Anchor component={Link} to={`/conflicts?record=${recordId}`} size="sm" fw={600}>
        {t("conflicts.of.hint")}
      </Anchor>
    </Alert>
  );
}
