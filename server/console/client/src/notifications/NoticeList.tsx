import { Text, UnstyledButton } from "@mantine/core";
import { useNavigate } from "react-router";
import { call } from "../api/client";
import type { Notice } from "../api/types";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { formatAgo } from "../ui/format";
import { useNow } from "../ui/useNow";
import { consolePath } from "./link";
import classes from "./NoticeList.module.css";

const KINDS: Record<string, MessageKey> = {
  submission_received: "notices.kind.submission_received",
  submission_reviewed: "notices.kind.submission_reviewed",
  submission_corrected: "notices.kind.submission_received",
  route_assigned: "notices.kind.route_assigned",
  task: "notices.kind.task",
  ticket: "notices.kind.ticket",
  ticket_overdue: "notices.kind.ticket_overdue",
  mention: "notices.kind.mention",
};

/** Notifications; a click marks one as read and goes to what it is about. */
export function NoticeList({ notices, onGo }: { notices: Notice[]; onGo?: () => void }) {
  const { t, say } = useLanguage();
  const now = useNow();
  const navigate = useNavigate();
  const read = useAction((id: string) => call<undefined>(`/notifications/${id}/read`, { method: "POST" }));

  function open(notice: Notice): void {
    if (notice.read_at === null) read.mutate(notice.id);
    const path = consolePath(notice.link);
    if (path === null) return;
    onGo?.();
    void navigate(path);
  }

  return (
    <>
      {notices.map((notice) => (
        <UnstyledButton
          key={notice.id}
          className={classes.notice}
          data-unread={notice.read_at === null || undefined}
          onClick={() => open(notice)}
          data-testid="notice"
        >
          <Text size="sm" fw={notice.read_at === null ? 600 : 400}>
            {say(notice.title)}
          </Text>
          {notice.body && (
            <Text size="xs" lineClamp={3}>
              {say(notice.body)}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {t(KINDS[notice.kind] ?? "notices.kind.other")} · {formatAgo(notice.at, now, t)}
          </Text>
        </UnstyledButton>
      ))}
    </>
  );
}
