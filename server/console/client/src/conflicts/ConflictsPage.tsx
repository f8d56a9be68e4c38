import { useState } from "react";
import { Button, Checkbox, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { conflictsQuery } from "../api/queries";
import type { Conflict } from "../api/types";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { ConflictCard } from "./ConflictCard";
import { SettledConflict } from "./SettledConflict";
import { useSettleMany } from "./useSettle";

type State = "open" | "settled";
const NONE: Conflict[] = [];

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
          <Button size="compact-sm" variant="light" loading={isPending} onClick={() => settleMany(chosen, "kept")} data-testid="conflicts-all-kept">
            {t("conflicts.bulk.kept")}
          </Button>
          <Button size="compact-sm" variant="light" color="amber" loading={isPending} onClick={() => settleMany(chosen, "lost")} data-testid="conflicts-all-lost">
            {t("conflicts.bulk.lost")}
          </Button>
        </>
      )}
    </Group>
  );
}

function OpenConflicts({ conflicts }: { conflicts: Conflict[] }) {
  const maySettle = useRight("conflict.settle");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  function toggle(id: string): void {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  }
  return (
    <>
      {maySettle && conflicts.length > 1 && <Many conflicts={conflicts} selected={selected} onSelect={setSelected} />}
      <Stack p="md" gap="md" maw={1080}>
        {conflicts.map((conflict) => (
          <ConflictCard
            key={conflict.id}
            conflict={conflict}
            maySettle={maySettle}
            isSelected={selected.has(conflict.id)}
            onSelect={conflicts.length > 1 ? () => toggle(conflict.id) : null}
          />
        ))}
      </Stack>
    </>
  );
}

function Body({ state }: { state: State }) {
  const { t } = useLanguage();
  const { data, error, isPending, refetch } = useQuery(conflictsQuery(state));
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingRows rows={4} height={120} />;
  const conflicts = data.items.length > 0 ? data.items : NONE;
  if (conflicts.length === 0) {
    const title = t(state === "open" ? "conflicts.empty" : "conflicts.empty.settled");
    return <Blank title={title} hint={t("conflicts.empty.hint")} icon={<IconGitCompare size={24} stroke={1.5} />} />;
  }
  if (state === "open") return <OpenConflicts conflicts={conflicts} />;
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
  const [state, setState] = useState<State>("open");
  const states = [
    { value: "open", label: t("conflicts.open") },
    { value: "settled", label: t("conflicts.settled") },
  ];
  return (
    <div className="page">
      <PageHead title={t("conflicts.title")}>
        <SegmentedControl size="xs" data={states} value={state} onChange={(chosen) => setState(chosen as State)} data-testid="conflicts-state" />
      </PageHead>
      <div className="scroll">
        <Body key={state} state={state} />
      </div>
    </div>
  );
}
