import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { Avatar, Badge, Highlight, Text } from "@mantine/core";
import { IconChevronRight, IconGripVertical } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import { useNarrow } from "../shell/useNarrow";
import { initialsOf } from "../ui/fold";
import { type Tree, type TreeRow, hindrance, rowsOf } from "./tree";
import { type Drag, usePersonDrag } from "./usePersonDrag";
import classes from "./ChartTree.module.css";

const ROW_PX = 52;
const SPARE_ROWS = 8;
const INDENT_PX = { wide: 24, narrow: 12 };

interface Props {
  tree: Tree;
  open: ReadonlySet<string>;
  onOpen: (open: ReadonlySet<string>) => void;
  activeId: string | null;
  onActive: (id: string) => void;
  /** Words to mark in names. */
  typed: string;
  mayMove: boolean;
  onMove: (id: string, managerId: string | null) => void;
  onProfile: (id: string) => void;
}

/** The part of a list that its scrolled area shows, with some rows to spare. */
function useWindow(scroller: RefObject<HTMLDivElement | null>): [first: number, last: number] {
  const [view, setView] = useState({ top: 0, height: 900 });
  useEffect(() => {
    const area = scroller.current;
    if (area === null) return;
    const look = () => setView({ top: area.scrollTop, height: area.clientHeight });
    const sizes = new ResizeObserver(look);
    sizes.observe(area);
    area.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      area.removeEventListener("scroll", look);
    };
  }, [scroller]);
  return [Math.floor(view.top / ROW_PX) - SPARE_ROWS, Math.ceil((view.top + view.height) / ROW_PX) + SPARE_ROWS];
}

/** Brings a row into the middle of what shows, when it is outside. */
function reveal(area: HTMLDivElement | null, index: number): void {
  if (area === null || index < 0) return;
  const top = index * ROW_PX;
  const isSeen = top >= area.scrollTop && top + ROW_PX <= area.scrollTop + area.clientHeight;
  if (!isSeen) area.scrollTop = top - area.clientHeight / 2;
}

interface RowProps {
  row: TreeRow;
  index: number;
  isActive: boolean;
  typed: string;
  /** Whether the person that is dragged may be dropped here; null when the pointer is elsewhere. */
  target: boolean | null;
  isDragged: boolean;
  mayMove: boolean;
  onToggle: () => void;
  onActive: () => void;
  onProfile: () => void;
  onGrip: (event: PointerEvent) => void;
}

function Row({ row, index, isActive, typed, target, isDragged, mayMove, onToggle, onActive, onProfile, onGrip }: RowProps) {
  const { t } = useLanguage();
  const { person, level, place, siblings, reports, isOpen } = row;
  const indent = INDENT_PX[useNarrow() ? "narrow" : "wide"];
  return (
    <div
      id={`chart-${person.id}`}
      role="treeitem"
      aria-level={level}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-selected={isActive}
      {...(reports > 0 ? { "aria-expanded": isOpen } : {})}
      className={classes.row}
      style={{ transform: `translateY(${index * ROW_PX}px)` }}
      data-person={person.id}
      data-active={isActive || undefined}
      data-dragged={isDragged || undefined}
      data-target={target === null ? undefined : target ? "yes" : "no"}
      data-testid="chart-row"
      onClick={onActive}
      onDoubleClick={onProfile}
      onPointerDown={(event) => mayMove && event.pointerType === "mouse" && onGrip(event)}
    >
      <span className={classes.indent} style={{ width: (level - 1) * indent }} />
      {reports > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          className={classes.twisty}
          data-open={isOpen || undefined}
          onClick={onToggle}
          aria-label={t(isOpen ? "chart.close" : "chart.open", { name: person.name })}
          data-testid="chart-twisty"
        >
          <IconChevronRight size={17} />
        </button>
      ) : (
        <span className={classes.twisty} />
      )}
      <Avatar size={34} radius="xl" color={reports > 0 ? "teal" : "gray"}>
        {initialsOf(person.name)}
      </Avatar>
      <div className={classes.words}>
        <Highlight highlight={typed.trim()} size="sm" fw={600} truncate>
          {person.name}
        </Highlight>
        <Text size="xs" c="dimmed" truncate>
          {person.title}
        </Text>
      </div>
      {reports > 0 && (
        <Badge className={classes.count ?? ""} variant="light" color="gray" tt="none" fw={500}>
          {t("chart.reports", { n: reports })}
        </Badge>
      )}
      {mayMove && (
        <span className={classes.grip} title={t("chart.grip")} onPointerDown={onGrip} data-testid="chart-grip">
          <IconGripVertical size={17} stroke={1.5} />
        </span>
      )}
    </div>
  );
}

function Ghost({ drag, tree }: { drag: Drag; tree: Tree }) {
  const { t } = useLanguage();
  const person = tree.people.get(drag.id);
  const over = drag.overId === null || drag.overId === drag.id ? undefined : tree.people.get(drag.overId);
  const refusal = over ? hindrance(tree, drag.id, over.id) : null;
  const words = over ? t(refusal ? `chart.hindrance.${refusal}` : "chart.drop", { name: over.name }) : "";
  return (
    <div className={classes.ghost} data-refused={refusal ?? undefined} style={{ left: drag.x + 14, top: drag.y + 10 }}>
      <strong>{person?.name}</strong>
      {words && <div>{words}</div>}
    </div>
  );
}

function toggled(open: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** What a key does in the tree; nothing for other keys. */
function keyAct(props: Props, rows: TreeRow[], key: string): (() => void) | undefined {
  const { activeId, onActive, open, onOpen, onMove, onProfile, mayMove } = props;
  const at = rows.findIndex(({ person }) => person.id === activeId);
  const row = rows[at];
  const step = (index: number) => () => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (next) onActive(next.person.id);
  };
  const up = () => {
    const above = row?.person.manager_id;
    if (above && rows.some(({ person }) => person.id === above)) onActive(above);
  };
  const acts: Record<string, () => void> = {
    ArrowDown: step(at + 1),
    ArrowUp: step(at - 1),
    Home: step(0),
    End: step(rows.length - 1),
    ArrowRight: () => row && row.reports > 0 && (row.isOpen ? step(at + 1)() : onOpen(toggled(open, row.person.id))),
    ArrowLeft: () => row && (row.isOpen ? onOpen(toggled(open, row.person.id)) : up()),
    Enter: () => row && onProfile(row.person.id),
    m: () => row && mayMove && onMove(row.person.id, null),
  };
  return acts[key];
}

/** The organisation as a tree: keys and mouse walk through it, dragging a person over another asks to move him there. */
export function ChartTree(props: Props) {
  const { tree, open, onOpen, activeId, onActive, typed, mayMove, onMove, onProfile } = props;
  const { t } = useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = rowsOf(tree, open);
  const [first, last] = useWindow(scroller);
  const activeIndex = rows.findIndex(({ person }) => person.id === activeId);
  const { drag, start } = usePersonDrag({
    scroller,
    onDrop: (id, managerId) => hindrance(tree, id, managerId) === null && onMove(id, managerId),
    onDwell: (id) => !open.has(id) && onOpen(toggled(open, id)),
  });
  useEffect(() => reveal(scroller.current, activeIndex), [activeIndex]);

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keyAct(props, rows, event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }
  return (
    <div className="scroll" ref={scroller} data-testid="chart">
      <div
        role="tree"
        tabIndex={0}
        aria-label={t("chart.title")}
        {...(activeIndex >= 0 ? { "aria-activedescendant": `chart-${activeId}` } : {})}
        className={classes.area}
        style={{ height: rows.length * ROW_PX }}
        onKeyDown={press}
      >
        {rows.map((row, index) => {
          const { id } = row.person;
          // Who is dragged or chosen stays mounted, wherever the rows scroll to.
          if ((index < first || index > last) && id !== drag?.id && id !== activeId) return null;
          return (
            <Row
              key={id}
              row={row}
              index={index}
              isActive={id === activeId}
              typed={typed}
              target={drag?.overId === id && drag.id !== id ? hindrance(tree, drag.id, id) === null : null}
              isDragged={drag?.id === id}
              mayMove={mayMove}
              onToggle={() => onOpen(toggled(open, id))}
              onActive={() => onActive(id)}
              onProfile={() => onProfile(id)}
              onGrip={(event) => start(event, id)}
            />
          );
        })}
      </div>
      {drag && <Ghost drag={drag} tree={tree} />}
    </div>
  );
}
