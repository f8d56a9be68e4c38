import { Badge, Button, Group, Stack } from "@mantine/core";
import { IconBrowser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { Read } from "../ui/Read";
import { formatTime } from "../ui/format";
import { Card, Line } from "./Card";
import { browserName } from "./browserName";
import { ownSessionsQuery, useAccountAction } from "./queries";
import type { OwnSession } from "./types";

function SessionLine({ session }: { session: OwnSession }) {
  const { t } = useLanguage();
  const end = useAccountAction(() => call<undefined>(`/sessions/${session.id}`, { method: "DELETE" }));
  const title = (
    <Group gap={8} wrap="nowrap">
      {browserName(session.user_agent) ?? t("sessions.unknown")}
      {session.current && (
        <Badge size="sm" variant="light" tt="none">
          {t("sessions.current")}
        </Badge>
      )}
    </Group>
  );
  const hint = [session.ip, t("sessions.seen", { at: formatTime(session.last_seen_at) })].filter(Boolean).join(" · ");
  const button = !session.current && (
    <Button size="compact-sm" variant="subtle" color="red" loading={end.isPending} onClick={() => end.mutate(undefined, { onError: (error) => showProblem(error, t) })} data-testid="session-end">
      {t("sessions.end")}
    </Button>
  );
  return <Line icon={<IconBrowser size={22} stroke={1.5} />} title={title} hint={hint} end={button} testid="session-line" />;
}

/** The browsers in which one is signed in. */
export function SessionsCard() {
  const { t } = useLanguage();
  const sessions = useQuery(ownSessionsQuery);
  const endOthers = useAccountAction(() => call<{ ended: number }>("/sessions", { method: "DELETE" }));
  const act = () => endOthers.mutate(undefined, { onSuccess: ({ ended }) => showDone(t("sessions.ended", { n: ended })), onError: (error) => showProblem(error, t) });
  const end = (sessions.data?.items.length ?? 0) > 1 && (
    <Button size="compact-sm" variant="light" color="red" loading={endOthers.isPending} onClick={act} data-testid="sessions-end">
      {t("sessions.end.others")}
    </Button>
  );
  return (
    <Card title={t("sessions.title")} end={end} testid="card-sessions">
      <Read of={sessions} rows={2}>
        {({ items }) => (
          <Stack gap="md">
            {items.map((session) => (
              <SessionLine key={session.id} session={session} />
            ))}
          </Stack>
        )}
      </Read>
    </Card>
  );
}
