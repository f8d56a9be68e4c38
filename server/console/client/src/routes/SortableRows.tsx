import { type ReactNode, useState } from "react";
import { ActionIcon, Group } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconGripVertical, IconX } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import classes from "./SortableRows.module.css";

interface Props<Row> {
  rows: readonly Row[];
  onMove: (from: number, to: number) => void;
  onRemove: (row: Row) => void;
  render: (row: Row, index: number) => ReactNode;
  readOnly?: boolean;
  testid?: string;
}

interface ArrowsProps {
  index: number;
  last: number;
  onMove: (from: number, to: number) => void;
  onRemove: () => void;
}

function Arrows({ index, last, onMove, onRemove }: ArrowsProps) {
  const { t } = useLanguage();
  const look = { variant: "subtle", color: "gray", size: "sm" } as const;
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon {...look} disabled={index === 0} onClick={() => onMove(index, index - 1)} aria-label={t("action.up")}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon {...look} disabled={index === last} onClick={() => onMove(index, index + 1)} aria-label={t("action.down")}>
        <IconChevronDown size={16} />
      </ActionIcon>
      <ActionIcon {...look} onClick={onRemove} aria-label={t("action.remove")}>
        <IconX size={15} />
      </ActionIcon>
    </Group>
  );
}

/** A numbered list whose order is changed by dragging, or with the arrows for those who use no mouse. */
export function SortableRows<Row extends { id: string }>({ rows, onMove, onRemove, render, readOnly = false, testid = "stop-row" }: Props<Row>) {
  const { t } = useLanguage();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);

  function drop(): void {
    if (dragged !== null && over !== null && dragged !== over) onMove(dragged, over);
    setDragged(null);
    setOver(null);
  }
  const grip = (index: number) => (
    <span
      className={classes.grip}
      title={t("routes.stops.drag")}
      onPointerDown={() => setDragged(index)}
      onPointerUp={() => setDragged(null)}
    >
      <IconGripVertical size={16} stroke={1.5} />
    </span>
  );

  return (
    <ol className={classes.rows}>
      {rows.map((row, index) => (
        <li
          key={row.id}
          className={classes.row}
          draggable={dragged === index}
          data-over={(over === index && dragged !== null && dragged !== index) || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(index);
          }}
          onDragEnd={drop}
          data-testid={testid}
        >
          {!readOnly && grip(index)}
          <span className={classes.number}>{index + 1}</span>
          <div className={classes.words}>{render(row, index)}</div>
          {!readOnly && <Arrows index={index} last={rows.length - 1} onMove={onMove} onRemove={() => onRemove(row)} />}
        </li>
      ))}
    </ol>
  );
}
