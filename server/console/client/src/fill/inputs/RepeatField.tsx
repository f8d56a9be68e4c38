import { ActionIcon, Button, Group, Input, Paper, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Row } from "../../api/formTypes";
import { useLanguage } from "../../i18n/language";
import { type InputProps, useFilling } from "../context";
import { FieldList } from "../FieldList";
import { handleOf } from "../paths";
import { rowTitle, rowsMoved, rowsOf } from "../rows";
import { newRow } from "../runtime";
import { useLabelled } from "./shared";

function RowTools({ index, last, onMove, onRemove }: { index: number; last: number; onMove: (to: number) => void; onRemove: () => void }) {
  const { t } = useLanguage();
  const look = { variant: "subtle", color: "gray" } as const;
  const n = index + 1;
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon {...look} disabled={index === 0} onClick={() => onMove(index - 1)} aria-label={t("fill.row.up", { n })}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon {...look} disabled={index === last} onClick={() => onMove(index + 1)} aria-label={t("fill.row.down", { n })}>
        <IconChevronDown size={16} />
      </ActionIcon>
      <ActionIcon {...look} onClick={onRemove} aria-label={t("fill.row.remove", { n })} data-testid="row-remove">
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </Group>
  );
}

/** A repeated group: numbered rows that are added, removed and put in order. */
export function RepeatField(props: InputProps) {
  const { t, say } = useLanguage();
  const { field, path, value, onChange, look } = props;
  const { "data-testid": testid, id, ...labelled } = useLabelled(props);
  const { form, values } = useFilling();
  const rows = rowsOf(value);
  const change = (next: Row[]) => onChange(next);
  const isFull = field.max !== undefined && rows.length >= field.max;
  return (
    <Input.Wrapper {...labelled} id={id} labelElement="div" data-testid={testid}>
      <Stack gap="xs" pt={6}>
        {rows.map((row, index) => (
          <Paper key={row.id} withBorder p="sm" data-testid={`row-${handleOf(path)}`}>
            <Group justify="space-between" mb={4} wrap="nowrap">
              <Text size="sm" fw={600}>
                {rowTitle(say(field.item_label), index + 1)}
              </Text>
              <RowTools index={index} last={rows.length - 1} onMove={(to) => change(rowsMoved(rows, index, to))} onRemove={() => change(rows.filter((each) => each !== row))} />
            </Group>
            <FieldList fields={field.fields ?? []} prefix={`${path}/${index}/`} />
          </Paper>
        ))}
        {!look.calculated && (
          <Button
            variant="light"
            leftSection={<IconPlus size={16} />}
            disabled={isFull}
            onClick={() => change([...rows, newRow(form, field, values)])}
            style={{ alignSelf: "flex-start" }}
            data-testid={`add-${handleOf(path)}`}
          >
            {say(field.add_label) || t("fill.row.add")}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
