import { useMemo, useState } from "react";
import { List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { chartQuery, useSetup } from "../api/organisationQueries";
import { useLanguage } from "../i18n/language";
import { LoadingRows } from "../ui/Blank";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { PersonSelect } from "./PersonSelect";
import { type Tree, countBelow, hindrance, managersOf, treeOf } from "./tree";

interface Move {
  personId: string;
  /** Over whom the person was dropped; null asks for somebody. */
  managerId: string | null;
}

interface Props extends Move {
  onClose: () => void;
}

/** What the move means, before it is made. */
function Meaning({ tree, personId, managerId }: { tree: Tree; personId: string; managerId: string }) {
  const { t } = useLanguage();
  const person = tree.people.get(personId);
  const name = person?.name ?? "";
  const manager = tree.people.get(managerId)?.name ?? "";
  const before = person?.manager_id ? tree.people.get(person.manager_id)?.name : undefined;
  const along = countBelow(tree, personId);
  const keepsSight = managersOf(tree, managerId).some((id) => id === person?.manager_id);
  return (
    <Stack gap={6} data-testid="move-meaning">
      <Text size="sm" fw={600}>
        {t("move.question", { name, manager })}
      </Text>
      <List size="sm" spacing={4}>
        {before && <List.Item>{t("move.before", { name, manager: before })}</List.Item>}
        <List.Item>{along > 0 ? t("move.along", { n: along }) : t("move.alone")}</List.Item>
        <List.Item>{t("move.sight", { name, manager })}</List.Item>
        {before && <List.Item>{t(keepsSight ? "move.sight.keeps" : "move.sight.loses", { name, before })}</List.Item>}
      </List>
    </Stack>
  );
}

/** Those who cannot become the manager: the person, and everybody below. */
function barred(tree: Tree, personId: string): ReadonlySet<string> {
  const ids = [...tree.people.keys()].filter((id) => hindrance(tree, personId, id) !== null);
  return new Set(ids);
}

function MoveForm({ tree, personId, managerId, onClose }: Props & { tree: Tree }) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState(managerId);
  const without = useMemo(() => barred(tree, personId), [tree, personId]);
  const move = useSetup((manager: string) =>
    call<unknown>(`/employees/${personId}/move`, { method: "POST", body: { manager_id: manager } }),
  );
  const person = tree.people.get(personId);
  const before = person?.manager_id ? tree.people.get(person.manager_id)?.name : undefined;
  function submit(): void {
    if (chosen === null) return;
    move.mutate(chosen, {
      onSuccess: () => {
        showDone(t("move.done", { name: person?.name ?? "", manager: tree.people.get(chosen)?.name ?? "" }));
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={t("move.title", { name: person?.name ?? "" })}
      onClose={onClose}
      action={t("move.confirm")}
      onAct={submit}
      isActing={move.isPending}
      disabled={chosen === null}
      error={move.error}
      testid="move"
    >
      {managerId === null && (
        <PersonSelect label={t("move.manager")} value={chosen} onChange={setChosen} without={without} data-autofocus required data-testid="move-manager" />
      )}
      {chosen !== null && <Meaning tree={tree} personId={personId} managerId={chosen} />}
      {move.error && (
        <Text size="sm" data-testid="move-unchanged">
          {before ? t("move.unchanged", { name: person?.name ?? "", manager: before }) : t("move.unchanged.root", { name: person?.name ?? "" })}
        </Text>
      )}
    </Dialog>
  );
}

/** Asks before somebody gets another direct manager, and says who moves along and who will see what. */
export function MoveDialog(props: Props) {
  const { data } = useQuery(chartQuery);
  const tree = useMemo(() => data && treeOf(data.items), [data]);
  return tree ? <MoveForm {...props} tree={tree} /> : <LoadingRows rows={1} />;
}
