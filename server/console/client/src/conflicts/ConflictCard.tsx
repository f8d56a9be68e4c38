import { type ReactNode, useState } from "react";
import { Anchor, Button, Checkbox, Group, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Conflict, ConflictSide } from "../api/types";
import { useLanguage } from "../i18n/language";
import { ErrorNotice } from "../ui/ErrorNotice";
import { formatTime } from "../ui/format";
import { OwnValue } from "./OwnValue";
import { canBeTyped } from "./typed";
import { useConflictField } from "./useConflictField";
import { type Choice, useSettle } from "./useSettle";
import classes from "./ConflictCard.module.css";

interface SideProps {
  title: string;
  side: ConflictSide;
  text: string;
  action: ReactNode;
}

/** One of the two values: what, who, when, where. */
function Side({ title, side, text, action }: SideProps) {
  const { t } = useLanguage();
  const facts = [
    t("conflicts.by", { name: side.employee?.name ?? t("value.unknown"), at: formatTime(side.at) }),
    side.received_at && t("conflicts.received", { at: formatTime(side.received_at) }),
    side.gps && t("conflicts.place", { lat: side.gps.lat.toFixed(5), lon: side.gps.lon.toFixed(5) }),
  ].filter(Boolean);
  return (
    <div className={classes.side}>
      <Text size="xs" c="dimmed" fw={600}>
        {title}
      </Text>
      <Text fw={600} className={classes.value}>
        {text || t("value.none")}
      </Text>
      {facts.map((fact) => (
        <Text key={fact} size="xs" c="dimmed">
          {fact}
        </Text>
      ))}
      {action}
    </div>
  );
}

function Title({ conflict }: { conflict: Conflict }) {
  const { say } = useLanguage();
  const { record } = conflict;
  return (
    <div>
      {record.kind === "customer" ? (
        <Anchor component={Link} to={`/customers/${record.id}`} fw={600} c="inherit">
          {record.name}
        </Anchor>
      ) : (
        <Text fw={600}>{record.name}</Text>
      )}
      <Text size="sm" c="dimmed">
        {say(conflict.label) || conflict.field}
      </Text>
    </div>
  );
}

interface Props {
  conflict: Conflict;
  maySettle: boolean;
  isSelected: boolean;
  onSelect: (() => void) | null;
}

/** Both values side by side, and the three ways to settle. */
export function ConflictCard({ conflict, maySettle, isSelected, onSelect }: Props) {
  const { t } = useLanguage();
  const { write, field } = useConflictField(conflict);
  const { settle, isPending, error } = useSettle();
  const [isTyping, setTyping] = useState(false);
  const choose = (choice: Choice, value?: unknown) => settle({ id: conflict.id, choice, value });
  const button = (choice: "kept" | "lost") =>
    maySettle && (
      <Button
        mt="xs"
        size="xs"
        variant={choice === "kept" ? "light" : "default"}
        loading={isPending}
        onClick={() => choose(choice)}
        data-testid={`settle-${choice}`}
      >
        {t(`conflicts.choose.${choice}`)}
      </Button>
    );
  return (
    <Paper className="panel" p="md" data-testid="conflict" data-conflict={conflict.id}>
      <Group justify="space-between" align="flex-start" mb="sm">
        <Group gap="sm">
          {maySettle && onSelect && (
            <Checkbox checked={isSelected} onChange={onSelect} aria-label={conflict.record.name} data-testid="conflict-pick" />
          )}
          <Title conflict={conflict} />
        </Group>
        <Text size="xs" c="dimmed">
          {formatTime(conflict.created_at)}
        </Text>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Side title={t("conflicts.kept")} side={conflict.kept} text={write(conflict.kept.value)} action={button("kept")} />
        <Side title={t("conflicts.lost")} side={conflict.lost} text={write(conflict.lost.value)} action={button("lost")} />
      </SimpleGrid>
      {maySettle && canBeTyped(field) && (
        <Stack gap="xs" mt="sm">
          {isTyping ? (
            <OwnValue field={field} start={conflict.kept.value} isPending={isPending} onCancel={() => setTyping(false)} onDone={(value) => choose("other", value)} />
          ) : (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setTyping(true)} style={{ alignSelf: "flex-start" }} data-testid="settle-other">
              {t("conflicts.own")}…
            </Button>
          )}
        </Stack>
      )}
      {error && <ErrorNotice error={error} />}
    </Paper>
  );
}
