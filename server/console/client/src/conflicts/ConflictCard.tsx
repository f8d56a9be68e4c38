import { type ReactNode, useState } from "react";
import { Alert, Anchor, Badge, Button, Checkbox, Group, SimpleGrid, Stack, Text, Tooltip } from "@mantine/core";
import type { Conflict, ConflictSide } from "../api/types";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { ErrorNotice } from "../ui/ErrorNotice";
import { formatTime } from "../ui/format";
import { OwnValue } from "./OwnValue";
import { Value } from "./Value";
import { mapLink, placeText } from "./places";
import { canBeBoth, canBeTyped, isSame } from "./typed";
import { type Choice, useSettle } from "./useSettle";
import classes from "./ConflictCard.module.css";

function Where({ conflict, side }: { conflict: Conflict; side: ConflictSide }) {
  const { t } = useLanguage();
  const text = placeText(side, conflict.record.place, t);
  if (!text || !side.gps) return null;
  return (
    <Anchor size="xs" href={mapLink(side.gps)} target="_blank" rel="noreferrer noopener" display="block">
      {text}
    </Anchor>
  );
}

/** One of the two values: what, who, when by both clocks, where. */
function Side({ conflict, which, action }: { conflict: Conflict; which: "kept" | "lost"; action: ReactNode }) {
  const { t } = useLanguage();
  const side = conflict[which];
  return (
    <div className={classes.side} data-testid={`side-${which}`}>
      <Text size="xs" c="dimmed" fw={600}>
        {t(`conflicts.${which}`)}
      </Text>
      <Value conflict={conflict} value={side.value} />
      <Text size="xs" c="dimmed">
        {t("conflicts.by", { name: side.employee?.name ?? t("value.unknown"), at: formatTime(side.at) })} ({t("conflicts.by.phone")})
      </Text>
      {side.received_at && (
        <Text size="xs" c="dimmed">
          {t("conflicts.received", { at: formatTime(side.received_at) })}
        </Text>
      )}
      <Where conflict={conflict} side={side} />
      {action}
    </div>
  );
}

/** What stands in the record, where that is neither of the two values any more. */
function Present({ conflict }: { conflict: Conflict }) {
  const { t } = useLanguage();
  return (
    <Alert color="orange" variant="light" p="xs" mb="sm" data-testid="moved-on">
      <Text size="xs" fw={600}>
        {t("conflicts.present")}
      </Text>
      <Value conflict={conflict} value={conflict.present} />
      <Text size="xs">{t("conflicts.moved")}</Text>
    </Alert>
  );
}

export function PolicyBadge({ policy }: { policy: string }) {
  const { t } = useLanguage();
  return (
    <Tooltip label={t(`policy.${policy}.why` as MessageKey)} multiline w={300}>
      <Badge size="sm" variant="light" color="gray" tt="none" fw={500}>
        {t(`policy.${policy}` as MessageKey)}
      </Badge>
    </Tooltip>
  );
}

interface Props {
  conflict: Conflict;
  maySettle: boolean;
  isSelected: boolean;
  onSelect: () => void;
}

interface ActsProps {
  conflict: Conflict;
  isPending: boolean;
  choose: (choice: Choice, value?: unknown) => void;
}

/** The ways to settle that are neither of the two values. */
function MoreActs({ conflict, isPending, choose }: ActsProps) {
  const { t } = useLanguage();
  const [isTyping, setTyping] = useState(false);
  const button = (choice: Choice) => (
    <Button size="compact-sm" variant="subtle" loading={isPending} onClick={() => choose(choice)} data-testid={`settle-${choice}`}>
      {t(`conflicts.choose.${choice}`)}
    </Button>
  );
  if (isTyping) {
    return <OwnValue conflict={conflict} isPending={isPending} onCancel={() => setTyping(false)} onDone={(value) => choose("other", value)} />;
  }
  return (
    <Group gap={4}>
      {conflict.moved_on && button("present")}
      {canBeBoth(conflict) && button("both")}
      {canBeTyped(conflict) && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setTyping(true)} data-testid="settle-other">
          {t("conflicts.own")}…
        </Button>
      )}
    </Group>
  );
}

/** One field in conflict: both values side by side, and the ways to settle. */
export function ConflictCard({ conflict, maySettle, isSelected, onSelect }: Props) {
  const { t, say } = useLanguage();
  const { settle, isPending, error } = useSettle();
  const choose = (choice: Choice, value?: unknown) => settle({ conflict, choice, value });
  const button = (choice: "kept" | "lost") =>
    maySettle && (
      <Button
        mt="xs"
        size="xs"
        variant={isSame(conflict[choice].value, conflict.present) ? "light" : "default"}
        loading={isPending}
        onClick={() => choose(choice)}
        data-testid={`settle-${choice}`}
      >
        {t(`conflicts.choose.${choice}`)}
      </Button>
    );
  return (
    <div className={classes.conflict} data-testid="conflict" data-conflict={conflict.id}>
      <Group justify="space-between" mb="xs">
        <Group gap="sm">
          {maySettle && (
            <Checkbox
              size="xs"
              checked={isSelected}
              onChange={onSelect}
              aria-label={`${conflict.record.name} – ${say(conflict.label)}`}
              data-testid="conflict-pick"
            />
          )}
          <Text fw={600} size="sm">
            {say(conflict.label) || conflict.field}
          </Text>
          <PolicyBadge policy={conflict.policy} />
        </Group>
        <Text size="xs" c="dimmed">
          {formatTime(conflict.created_at)}
        </Text>
      </Group>
      {conflict.moved_on && <Present conflict={conflict} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Side conflict={conflict} which="kept" action={button("kept")} />
        <Side conflict={conflict} which="lost" action={button("lost")} />
      </SimpleGrid>
      {maySettle && (
        <Stack gap="xs" mt="xs">
          <MoreActs conflict={conflict} isPending={isPending} choose={choose} />
        </Stack>
      )}
      {error && <ErrorNotice error={error} />}
    </div>
  );
}
