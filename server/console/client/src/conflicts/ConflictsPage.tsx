import { useMemo, useState } from "react";
import { Anchor, Badge, Button, Checkbox, Group, Paper, Stack, Text } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { conflictPagesQuery } from "../api/queries";
import type { Conflict } from "../api/types";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { ConflictCard } from "./ConflictCard";
import { ConflictFilters } from "./ConflictFilters";
import { SettledConflict } from "./SettledConflict";
import { type Filter, isNarrowed, queryOf, readFilter, writeFilter } from "./filters";
import { type RecordGroup, byRecord } from "./groups";
import { type ManyChoice, useSettleMany } from "./useSettle";

const MANY: ManyChoice[] = ["present", "latest", "lost"];

interface ManyProps {
  conflicts: Conflict[];
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

/** Settling all selected conflicts the same way. */
function Many({ conflicts, selected, onSelect }: ManyProps) {
  const { t } = useLanguage();
  const { settleMany, isPending } = useSettleMany(() => onSelect(new Set()));
  const chosen = conflicts.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const isAll = chosen.length === conflicts.length;
  return (
    <Group gap="sm" px="md" py={6} style={{ borderBottom: "1px solid var(--tuyen-line)" }}>
      <Checkbox
        size="xs"
        label={t("conflicts.selectall")}
        checked={isAll}
        indeterminate={chosen.length > 0 && !isAll}
        onChange={() => onSelect(isAll ? new Set() : new Set(conflicts.map(({ id }) => id)))}
        data-testid="conflicts-all"
      />
      {chosen.length > 0 && (
        <>
          <Text size="sm" fw={600}>
            {t("conflicts.selected", { n: chosen.length })}
          </Text>
          {MANY.map((choice) => (
            <Button key={choice} size="compact-sm" variant="light" loading={isPending} onClick={() => settleMany(chosen, choice)} data-testid={`conflicts-all-${choice}`}>
              {t(`conflicts.bulk.${choice}` as const)}
            </Button>
          ))}
        </>
      )}
    </Group>
  );
}

interface GroupProps {
  group: RecordGroup;
  maySettle: boolean;
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

/** The conflicts of one record. */
function OneRecord({ group: { record, conflicts }, maySettle, selected, onToggle }: GroupProps) {
  const { t } = useLanguage();
  return (
    <Paper className="panel" p="md" data-testid="conflict-record">
      <Group gap="sm" mb="sm">
        {record.kind === "customer" ? (
          <Anchor component={Link} to={`/customers/${record.id}`} fw={700} c="inherit">
            {record.name}
          </Anchor>
        ) : (
          <Text fw={700}>{record.name}</Text>
        )}
        {conflicts.length > 1 && (
          <Badge variant="light" color="amber" tt="none">
            {t("conflicts.count", { n: conflicts.length })}
          </Badge>
        )}
      </Group>
      {conflicts.map((conflict) => (
        <ConflictCard key={conflict.id} conflict={conflict} maySettle={maySettle} isSelected={selected.has(conflict.id)} onSelect={() => onToggle(conflict.id)} />
      ))}
    </Paper>
  );
}

function OpenConflicts({ conflicts }: { conflicts: Conflict[] }) {
  const maySettle = useRight("conflict.settle");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(() => byRecord(conflicts), [conflicts]);
  function toggle(id: string): void {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  }
  return (
    <>
      {maySettle && conflicts.length > 1 && <Many conflicts={conflicts} selected={selected} onSelect={setSelected} />}
      <Stack p="md" gap="md" maw={1080}>
        {groups.map((group) => (
          <OneRecord key={group.record.id} group={group} maySettle={maySettle} selected={selected} onToggle={toggle} />
        ))}
      </Stack>
    </>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  const { t } = useLanguage();
  const title = isNarrowed(filter) ? "conflicts.empty.filtered" : filter.state === "open" ? "conflicts.empty" : "conflicts.empty.settled";
  return <Blank title={t(title)} hint={t("conflicts.empty.hint")} icon={<IconGitCompare size={24} stroke={1.5} />} />;
}

function Shown({ filter, conflicts }: { filter: Filter; conflicts: Conflict[] }) {
  if (conflicts.length === 0) return <Nothing filter={filter} />;
  if (filter.state === "open") return <OpenConflicts conflicts={conflicts} />;
  return (
    <Stack p="md" gap="xs" maw={1080}>
      {conflicts.map((conflict) => (
        <SettledConflict key={conflict.id} conflict={conflict} />
      ))}
    </Stack>
  );
}

/** Fields that two people changed without knowing of each other. */
export default function ConflictsPage() {
  const { t } = useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const filter = readFilter(parameters);
  const pages = useInfiniteQuery(conflictPagesQuery(queryOf(filter)));
  const change = (next: Filter) => setParameters(writeFilter(next), { replace: true });
  return (
    <div className="page">
      <PageHead title={t("conflicts.title")}>
        <ConflictFilters filter={filter} onChange={change} counts={pages.data?.pages[0]?.counts} />
      </PageHead>
      <div className="scroll">
        <Read of={pages} rows={4}>
          {(answer) => (
            <>
              <Shown key={filter.state} filter={filter} conflicts={answer.pages.flatMap(({ items }) => items)} />
              {pages.hasNextPage && (
                <Button variant="subtle" fullWidth my="xs" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()} data-testid="conflicts-more">
                  {t("action.more")}
                </Button>
              )}
            </>
          )}
        </Read>
      </div>
    </div>
  );
}
