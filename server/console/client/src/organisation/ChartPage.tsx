import { useMemo, useState } from "react";
import { ActionIcon, Button, Group, Kbd, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowsMove, IconChevronDown, IconChevronUp, IconId, IconSearch, IconSitemap } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { chartQuery } from "../api/organisationQueries";
import type { ChartPerson } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { formatNumber } from "../ui/format";
import { ChartTree } from "./ChartTree";
import { MoveDialog } from "./MoveDialog";
import { PersonDrawer } from "./PersonDrawer";
import { type Tree, found, openAtFirst, openedTo, treeOf } from "./tree";
import { usePerson } from "./usePerson";
import classes from "./ChartPage.module.css";

interface SearchProps {
  typed: string;
  onType: (typed: string) => void;
  count: number;
  /** Which of those found is shown, from 0. */
  at: number;
  onStep: (by: number) => void;
}

function Search({ typed, onType, count, at, onStep }: SearchProps) {
  const { t } = useLanguage();
  const isFound = typed.trim() !== "" && count > 0;
  return (
    <Group gap={4} wrap="nowrap">
      <TextInput
        size="xs"
        w={{ base: 170, sm: 260 }}
        placeholder={t("chart.search")}
        aria-label={t("chart.search")}
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && onStep(event.shiftKey ? -1 : 1)}
        data-testid="chart-search"
      />
      <Text size="xs" c="dimmed" miw={44} ta="center" role="status">
        {typed.trim() === "" ? "" : isFound ? `${at + 1}/${count}` : t("chart.search.none")}
      </Text>
      <ActionIcon.Group>
        <ActionIcon variant="default" disabled={!isFound} onClick={() => onStep(-1)} aria-label={t("chart.search.previous")}>
          <IconChevronUp size={15} />
        </ActionIcon>
        <ActionIcon variant="default" disabled={!isFound} onClick={() => onStep(1)} aria-label={t("chart.search.next")}>
          <IconChevronDown size={15} />
        </ActionIcon>
      </ActionIcon.Group>
    </Group>
  );
}

interface BarProps {
  person: ChartPerson | undefined;
  total: number;
  mayMove: boolean;
  onMove: () => void;
  onProfile: () => void;
}

/** What can be done with who is chosen, for those who do not drag. */
function Bar({ person, total, mayMove, onMove, onProfile }: BarProps) {
  const { t } = useLanguage();
  return (
    <div className={classes.bar}>
      <Text size="sm" truncate data-testid="chart-chosen">
        {person ? <strong>{person.name}</strong> : t("chart.total", { n: formatNumber(total, 0, t) })}
      </Text>
      {person ? (
        <Group gap={6} wrap="nowrap">
          <Button size="compact-sm" variant="light" leftSection={<IconId size={15} />} onClick={onProfile} data-testid="chart-profile">
            {t("chart.profile")}
          </Button>
          {mayMove && (
            <Button size="compact-sm" variant="light" leftSection={<IconArrowsMove size={15} />} onClick={onMove} data-testid="chart-move">
              {t("move.open")}
            </Button>
          )}
        </Group>
      ) : (
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {t(mayMove ? "chart.hint.move" : "chart.hint")}
        </Text>
      )}
    </div>
  );
}

function useSearch(tree: Tree, onFound: (id: string) => void) {
  const [typed, setTyped] = useState("");
  const [settled] = useDebouncedValue(typed, 120);
  const [at, setAt] = useState(0);
  const ids = useMemo(() => found(tree, settled), [tree, settled]);
  function type(next: string): void {
    setTyped(next);
    setAt(0);
    const first = found(tree, next)[0];
    if (first !== undefined) onFound(first);
  }
  function step(by: number): void {
    const next = (at + by + ids.length) % Math.max(ids.length, 1);
    setAt(next);
    const id = ids[next];
    if (id !== undefined) onFound(id);
  }
  return { typed, type, at, step, count: ids.length };
}

function Chart({ people }: { people: readonly ChartPerson[] }) {
  const { t } = useLanguage();
  const tree = useMemo(() => treeOf(people), [people]);
  const [open, setOpen] = useState(() => openAtFirst(tree));
  const [activeId, setActive] = useState<string | null>(null);
  const [moving, setMoving] = useState<{ id: string; managerId: string | null } | null>(null);
  const [, openPerson] = usePerson();
  const mayMove = useRight("employee.move");
  const search = useSearch(tree, (id) => {
    setOpen((now) => openedTo(tree, now, [id]));
    setActive(id);
  });
  const move = (id: string, managerId: string | null) => setMoving({ id, managerId });
  const active = activeId === null ? undefined : tree.people.get(activeId);
  return (
    <>
      <PageHead
        title={t("chart.title")}
        end={
          mayMove && (
            <Text size="xs" c="dimmed" visibleFrom="lg">
              <Kbd size="xs">↑ ↓ ← →</Kbd> · <Kbd size="xs">Enter</Kbd> {t("chart.keys.profile")} · <Kbd size="xs">m</Kbd> {t("chart.keys.move")}
            </Text>
          )
        }
      >
        <Search typed={search.typed} onType={search.type} count={search.count} at={search.at} onStep={search.step} />
      </PageHead>
      <Bar
        person={active}
        total={people.length}
        mayMove={mayMove}
        onMove={() => active && move(active.id, null)}
        onProfile={() => active && openPerson(active.id)}
      />
      <ChartTree
        tree={tree}
        open={open}
        onOpen={setOpen}
        activeId={activeId}
        onActive={setActive}
        typed={search.typed}
        mayMove={mayMove}
        onMove={move}
        onProfile={openPerson}
      />
      {moving && <MoveDialog personId={moving.id} managerId={moving.managerId} onClose={() => setMoving(null)} />}
    </>
  );
}

/** Who stands under whom: the chart that also decides who sees whose customers. */
export default function ChartPage() {
  const { t } = useLanguage();
  const chart = useQuery(chartQuery);
  return (
    <div className="page">
      <Read of={chart} rows={10}>
        {({ items }) => {
          const people = items.filter(({ state }) => state === "active");
          return people.length === 0 ? (
            <Blank title={t("chart.empty")} hint={t("chart.empty.hint")} icon={<IconSitemap size={24} stroke={1.5} />} />
          ) : (
            <Chart people={people} />
          );
        }}
      </Read>
      <PersonDrawer />
    </div>
  );
}
