import { memo } from "react";
import { Badge, Group, Text, UnstyledButton } from "@mantine/core";
import { IconMapPinOff, IconRuler2 } from "@tabler/icons-react";
import type { Visit } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Thumbnails } from "../submissions/Thumbnails";
import { FlagBadge, StateBadge } from "../ui/StateBadge";
import { formatAgo, formatDistance, formatTime } from "../ui/format";
import classes from "./VisitCard.module.css";

interface Props {
  visit: Visit;
  now: Date;
  isFresh: boolean;
  isOpened: boolean;
  onOpen: (submissionId: string) => void;
}

function Distance({ visit }: { visit: Visit }) {
  const { t } = useLanguage();
  const Icon = visit.lat === null ? IconMapPinOff : IconRuler2;
  return (
    <Group gap={3} wrap="nowrap" c="dimmed">
      <Icon size={13} stroke={1.6} />
      <Text size="xs">{visit.lat === null ? t("visits.noplace") : formatDistance(visit.distance_m, t)}</Text>
    </Group>
  );
}

/** One visit in the list beside the map. */
export const VisitCard = memo(function VisitCard({ visit, now, isFresh, isOpened, onOpen }: Props) {
  const { t } = useLanguage();
  return (
    <UnstyledButton
      className={classes.card}
      data-fresh={isFresh || undefined}
      data-opened={isOpened || undefined}
      data-testid="visit-card"
      data-visit={visit.id}
      onClick={() => onOpen(visit.submission_id)}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={600} size="sm" truncate>
          {visit.customer.name ?? t("flag.customer_not_visible")}
        </Text>
        <Group gap={4} wrap="nowrap">
          {isFresh && (
            <Badge size="sm" color="amber.7" variant="filled" tt="none" style={{ flexShrink: 0 }} data-testid="just-in">
              {t("visits.new")}
            </Badge>
          )}
          <StateBadge state={visit.review_state} />
        </Group>
      </Group>
      <Group justify="space-between" wrap="nowrap" gap="xs" mt={2}>
        <Text size="xs" c="dimmed" truncate>
          {visit.employee.name} · {formatTime(visit.checked_in_at, now)} · {formatAgo(visit.received_at, now, t)}
        </Text>
        <Distance visit={visit} />
      </Group>
      {visit.note && (
        <Text size="xs" lineClamp={2} mt={4}>
          {visit.note}
        </Text>
      )}
      {(visit.media.length > 0 || visit.flags.length > 0) && (
        <Group gap={6} mt={6} align="flex-end">
          <Thumbnails ids={visit.media} size={52} most={4} />
          {visit.flags.map((code) => (
            <FlagBadge key={code} code={code} />
          ))}
        </Group>
      )}
    </UnstyledButton>
  );
});
