import { Group, Text, Timeline as MantineTimeline, UnstyledButton } from "@mantine/core";
import { IconFileText, IconMapPin } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { timelineQuery } from "../api/queries";
import { REVIEW_STATES, type TimelineEntry } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Thumbnails } from "../submissions/Thumbnails";
import { LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { StateBadge } from "../ui/StateBadge";
import { formatTime } from "../ui/format";

function Entry({ entry, onOpen }: { entry: TimelineEntry; onOpen: (submissionId: string) => void }) {
  const { say } = useLanguage();
  const state = REVIEW_STATES.find((known) => known === entry.state);
  const { submission_id: submissionId } = entry;
  return (
    <UnstyledButton onClick={() => submissionId && onOpen(submissionId)} w="100%" data-testid="timeline-entry">
      <Group gap={6}>
        <Text size="sm" fw={600}>
          {say(entry.title) || entry.form || entry.kind}
        </Text>
        {state && <StateBadge state={state} />}
      </Group>
      <Text size="xs" c="dimmed">
        {[entry.employee?.name, formatTime(entry.at)].filter(Boolean).join(" · ")}
      </Text>
      {entry.note && (
        <Text size="sm" lineClamp={3} mt={2}>
          {entry.note}
        </Text>
      )}
      {entry.media.length > 0 && (
        <div style={{ marginTop: 6 }}>
          <Thumbnails ids={entry.media} size={56} most={5} />
        </div>
      )}
    </UnstyledButton>
  );
}

/** What happened with a customer, newest first. */
export function Timeline({ customerId, onOpen }: { customerId: string; onOpen: (submissionId: string) => void }) {
  const { t } = useLanguage();
  const { data, error, isPending } = useQuery(timelineQuery(customerId));
  if (error && !data) return <ErrorNotice error={error} />;
  if (isPending) return <LoadingRows rows={3} />;
  if (data.items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("customers.timeline.empty")}
      </Text>
    );
  }
  return (
    <MantineTimeline bulletSize={24} lineWidth={2}>
      {data.items.map((entry) => (
        <MantineTimeline.Item
          key={entry.id}
          bullet={entry.kind === "visit" ? <IconMapPin size={14} /> : <IconFileText size={14} />}
        >
          <Entry entry={entry} onOpen={onOpen} />
        </MantineTimeline.Item>
      ))}
    </MantineTimeline>
  );
}
