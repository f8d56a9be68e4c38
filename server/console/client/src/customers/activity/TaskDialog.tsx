import { type ReactNode, useState } from "react";
import { Checkbox, Select, TextInput, Textarea } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { useAction } from "../../api/useAction";
import { choiceListsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { useSession } from "../../shell/session";
import { Dialog } from "../../ui/Dialog";
import { showDone } from "../../ui/ErrorNotice";
import { ZONE_OFFSET, wallTimeOf } from "../../ui/format";
import { useNow } from "../../ui/useNow";
import { ColleagueSelect } from "../ColleagueSelect";
import { PRIORITIES, type Priority, type Task } from "./types";

/** The kinds of work that people choose from, with their words. */
export function useTaskKinds(): { value: string; label: string }[] {
  const { t, say } = useLanguage();
  const list = useQuery(choiceListsQuery).data?.items.find(({ key }) => key === "next_actions");
  const offered = (list?.options ?? []).map(({ value, label }) => ({ value, label: say(label) }));
  return [{ value: "task", label: t("task.kind.task") }, ...offered];
}

interface Props {
  /** Whom a new task is about; null where it is about no customer. */
  customerId: string | null;
  /** The task to be changed; null sets a new one. */
  task: Task | null;
  /** A follow-up is an exchange with the customer; it may have taken place already (TM-13). */
  isFollowUp?: boolean;
  onClose: () => void;
  /** What is asked before all else. */
  children?: ReactNode;
}

const HOUR_MS = 3_600_000;

interface Draft {
  title: string;
  kind: string;
  priority: Priority;
  /** `YYYY-MM-DD HH:MM:SS` in the organisation's zone. */
  due: string | null;
  note: string;
  responsibleId: string | null;
  isDone: boolean;
}

/** The next full hour after an instant, in milliseconds: nothing new is late from the beginning. */
function nextHour(now: number): number {
  return (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
}

function draftOf(task: Task | null, isFollowUp: boolean): Draft {
  if (task === null) {
    const soon = wallTimeOf(new Date(nextHour(Date.now())).toISOString());
    return { title: "", kind: isFollowUp ? "call" : "task", priority: "normal", due: soon, note: "", responsibleId: null, isDone: false };
  }
  const { title, kind, priority, due_at, note, state } = task;
  return { title, kind, priority, due: wallTimeOf(due_at), note: note ?? "", responsibleId: null, isDone: state === "done" };
}

/** `2026-11-22 14:30:00` of the organisation's zone as an instant. */
function instantOf(wall: string): string {
  return `${wall.replace(" ", "T")}${ZONE_OFFSET}`;
}

async function save({ customerId, task }: Pick<Props, "customerId" | "task">, draft: Draft): Promise<Task> {
  const common = {
    title: draft.title.trim(),
    kind: draft.kind,
    priority: draft.priority,
    due_at: instantOf(draft.due ?? ""),
    note: draft.note.trim() || null,
    ...(draft.responsibleId ? { responsible_id: draft.responsibleId } : {}),
  };
  if (task !== null) return call<Task>(`/tasks/${task.id}`, { method: "PATCH", body: common });
  const made = await call<Task>("/tasks", { method: "POST", body: { ...common, customer_id: customerId } });
  return draft.isDone ? call<Task>(`/tasks/${made.id}`, { method: "PATCH", body: { state: "done" } }) : made;
}

/** Sets or changes a task about a customer: kind of work, time, description, who. */
export function TaskDialog({ customerId, task, isFollowUp = false, onClose, children }: Props) {
  const { t } = useLanguage();
  const self = useSession().employee;
  const now = useNow();
  const kinds = useTaskKinds();
  const [draft, setDraft] = useState(() => draftOf(task, isFollowUp));
  const act = useAction((wanted: Draft) => save({ customerId, task }, wanted));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const kindWords = kinds.find(({ value }) => value === draft.kind)?.label ?? draft.kind;
  // An exchange is called by its kind where nobody gives it a name.
  const titled = { ...draft, title: draft.title.trim() || (isFollowUp ? (draft.note.trim().split("\n")[0] ?? "").slice(0, 180) || kindWords : "") };
  const isPast = draft.due !== null && Date.parse(instantOf(draft.due)) <= now.getTime() + 60_000;
  const key = task ? "edit" : isFollowUp ? "follow" : "new";
  return (
    <Dialog
      title={t(`task.dialog.${key}`)}
      onClose={onClose}
      action={t("action.save")}
      onAct={() =>
        act.mutate(titled, {
          onSuccess: () => {
            showDone(t("task.saved"));
            onClose();
          },
        })
      }
      isActing={act.isPending}
      disabled={titled.title === "" || draft.due === null}
      error={act.error}
      testid="task-form"
    >
      {children}
      <Select
        label={t("task.kind")}
        data={kinds.some(({ value }) => value === draft.kind) ? kinds : [...kinds, { value: draft.kind, label: draft.kind }]}
        value={draft.kind}
        onChange={(kind) => kind && change({ kind })}
        allowDeselect={false}
        searchable
        data-testid="task-kind"
      />
      {!isFollowUp && <TextInput label={t("task.title")} value={draft.title} onChange={(event) => change({ title: event.currentTarget.value })} required data-autofocus data-testid="task-title" />}
      <DateTimePicker label={t("task.due")} value={draft.due} onChange={(due) => change({ due })} valueFormat="DD/MM/YYYY HH:mm" required data-testid="task-due" />
      <Textarea label={t("task.note")} value={draft.note} onChange={(event) => change({ note: event.currentTarget.value })} autosize minRows={2} maxRows={8} data-testid="task-note" />
      {isFollowUp && task === null && isPast && (
        <Checkbox label={t("task.alreadydone")} checked={draft.isDone} onChange={(event) => change({ isDone: event.currentTarget.checked })} data-testid="task-done" />
      )}
      {!isFollowUp && (
        <>
          <ColleagueSelect
            label={t("task.responsible")}
            placeholder={task?.responsible.name ?? self.name}
            value={draft.responsibleId}
            onChange={(responsibleId) => change({ responsibleId })}
            without=""
            clearable
            data-testid="task-responsible"
          />
          <Select
            label={t("task.priority")}
            data={PRIORITIES.map((value) => ({ value, label: t(`task.priority.${value}`) }))}
            value={draft.priority}
            onChange={(priority) => priority && change({ priority: priority })}
            allowDeselect={false}
          />
        </>
      )}
    </Dialog>
  );
}
