import { useState } from "react";
import { ActionIcon, Button, Checkbox, Group, Modal, ScrollArea, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconGripVertical } from "@tabler/icons-react";
import type { FormField } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { moved } from "../selection";
import { BUILT_IN, FIELD_COLUMN, USUAL, columnKey, isBuiltIn } from "./columns";
import { useKeepColumns } from "./queries";
import classes from "./ColumnsDialog.module.css";

/** How a column is called. */
export function useColumnName(fields: ReadonlyMap<string, FormField>): (column: string) => string {
  const { t, say } = useLanguage();
  return (column) => (isBuiltIn(column) ? t(columnKey(column)) : say(fields.get(column.slice(FIELD_COLUMN.length))?.label) || column);
}

interface Props {
  shown: readonly string[];
  fields: ReadonlyMap<string, FormField>;
  onClose: () => void;
}

interface LineProps {
  label: string;
  index: number;
  last: number;
  onMove: (from: number, to: number) => void;
  onHide: () => void;
  drag: { from: number | null; over: number | null; set: (drag: { from: number | null; over: number | null }) => void };
}

function Line({ label, index, last, onMove, onHide, drag }: LineProps) {
  const { t } = useLanguage();
  const look = { variant: "subtle", color: "gray", size: "sm" } as const;
  return (
    <li
      className={classes.line}
      draggable
      data-over={(drag.over === index && drag.from !== null) || undefined}
      onDragStart={() => drag.set({ from: index, over: null })}
      onDragOver={(event) => {
        event.preventDefault();
        drag.set({ ...drag, over: index });
      }}
      onDragEnd={() => {
        if (drag.from !== null && drag.over !== null && drag.over > 0) onMove(drag.from, drag.over);
        drag.set({ from: null, over: null });
      }}
      data-testid="column-line"
    >
      <IconGripVertical size={15} stroke={1.5} />
      <Checkbox checked onChange={onHide} label={label} flex={1} />
      <ActionIcon {...look} disabled={index <= 1} onClick={() => onMove(index, index - 1)} aria-label={`${t("action.up")}: ${label}`} data-testid="column-up">
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon {...look} disabled={index === last} onClick={() => onMove(index, index + 1)} aria-label={`${t("action.down")}: ${label}`}>
        <IconChevronDown size={16} />
      </ActionIcon>
    </li>
  );
}

/** Chooses the columns of the list and their order (SW-56); kept for the person, not for the computer. */
export function ColumnsDialog({ shown, fields, onClose }: Props) {
  const { t } = useLanguage();
  const nameOf = useColumnName(fields);
  const [columns, setColumns] = useState<string[]>([...shown]);
  const [drag, setDrag] = useState<{ from: number | null; over: number | null }>({ from: null, over: null });
  const keep = useKeepColumns();
  const hidden = [...BUILT_IN, ...[...fields.keys()].map((name) => FIELD_COLUMN + name)].filter((column) => !columns.includes(column));
  return (
    <Modal opened onClose={onClose} title={t("columns.title")} size="lg" closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="sm" data-testid="columns">
        <Text size="sm" c="dimmed">
          {t("columns.hint")}
        </Text>
        <div className={classes.sides}>
          <div>
            <Text size="xs" fw={600} mb={4}>
              {t("columns.shown")}
            </Text>
            <ol className={classes.list}>
              <li className={classes.line}>
                <Checkbox checked disabled label={nameOf("name")} ml={21} />
              </li>
              {columns.map((column, index) =>
                index === 0 ? null : (
                  <Line
                    key={column}
                    label={nameOf(column)}
                    index={index}
                    last={columns.length - 1}
                    onMove={(from, to) => setColumns(moved(columns, from, to))}
                    onHide={() => setColumns(columns.filter((one) => one !== column))}
                    drag={{ ...drag, set: setDrag }}
                  />
                ),
              )}
            </ol>
          </div>
          <div>
            <Text size="xs" fw={600} mb={4}>
              {t("columns.hidden")}
            </Text>
            <ScrollArea.Autosize mah={360}>
              <Stack gap={8} p={4}>
                {hidden.map((column) => (
                  <Checkbox key={column} checked={false} onChange={() => setColumns([...columns, column])} label={nameOf(column)} data-testid="column-hidden" />
                ))}
              </Stack>
            </ScrollArea.Autosize>
          </div>
        </div>
        {keep.error && <ErrorNotice error={keep.error} />}
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={() => setColumns([...USUAL])}>
            {t("columns.usual")}
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button loading={keep.isPending} onClick={() => keep.mutate(columns, { onSuccess: onClose })} data-testid="columns-save">
              {t("action.save")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
