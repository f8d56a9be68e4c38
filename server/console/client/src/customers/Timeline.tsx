import { useState } from "react";
import { Chip, Group, Text, Timeline as MantineTimeline, UnstyledButton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { REVIEW_STATES } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Thumbnails } from "../submissions/Thumbnails";
import { StateBadge } from "../ui/StateBadge";
import { formatTime } from "../ui/format";
import { Pages } from "./activity/Pages";
import { EntryIcon, useEntryTitle } from "./activity/entry";
import { timelinePages } from "./activity/queries";
import { TIMELINE_KINDS, type TimelineEntry } from "./activity/types";
import classes from "./activity/Activity.module.css";

function Entry({ entry, onOpen }: { entry: TimelineEntry; onOpen: (submissionId: string) => void }) {
  const titleOf = useEntryTitle();
  const state = REVIEW_STATES.find((known) => known === entry.state);
  const { submission_id: submissionId } = entry;
  const marks = { className: classes.entry, "data-testid": "timeline-entry", "data-kind": entry.kind };
  const words = (
    <>
      <Group gap={6}>
        <Text size="sm" fw={600}>
          {titleOf(entry)}
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
    </>
  );
  if (!submissionId) return <div {...marks}>{words}</div>;
  return (
    <UnstyledButton {...marks} onClick={() => onOpen(submissionId)}>
      {words}
    </UnstyledButton>
  );
}

/** What happened with a customer, newest first; of some kinds alone where they are chosen. */
export function Timeline({ customerId, onOpen }: { customerId: string; onOpen: (submissionId: string) => void }) {
  const { t } = useLanguage();
  const [kinds, setKinds] = useState<string[]>([]);
  const entries = useInfiniteQuery(timelinePages(customerId, kinds));
  return (
    <>
      <Chip.Group multiple value={kinds} onChange={setKinds}>
        <Group gap={4} mb="sm" role="group" aria-label={t("timeline.filter")} data-testid="timeline-filter">
          {TIMELINE_KINDS.map((kind) => (
            <Chip key={kind} value={kind} size="xs" variant="light">
              {t(`timeline.kind.${kind}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Pages of={entries} empty={t(kinds.length > 0 ? "timeline.empty.filtered" : "customers.timeline.empty")}>
        {(items) => (
          <MantineTimeline bulletSize={24} lineWidth={2}>
            {items.map((entry) => (
              <MantineTimeline.Item key={entry.id} bullet={<EntryIcon kind={entry.kind} size={14} />}>
                <Entry entry={entry} onOpen={onOpen} />
              </MantineTimeline.Item>
            ))}
          </MantineTimeline>
        )}
      </Pages>
    </>
  );
}
