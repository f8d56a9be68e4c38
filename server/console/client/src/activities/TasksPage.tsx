import { useState } from "react";
import { ActionIcon, Button, Checkbox, Group, Text } from "@mantine/core";
import { IconCalendar, IconChecklist, IconPlus, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { call } from "../api/client";
import { employeesQuery } from "../api/queries";
import { pagesQuery, recordQuery } from "../api/recordQueries";
import { useAction } from "../api/useAction";
import { TaskDialog, useTaskKinds } from "../customers/activity/TaskDialog";
import { DeleteTask } from "../customers/activity/TasksTab";
import type { Task } from "../customers/activity/types";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { CustomerName } from "../ui/CustomerName";
import { CustomerSelect } from "../ui/CustomerSelect";
import { showProblem } from "../ui/ErrorNotice";
import { Filter } from "../ui/Filter";
import { LateMark } from "../ui/LateMark";
import { type Column, ListFrame } from "../ui/ListFrame";
import { PageHead } from "../ui/PageHead";
import { StatusMark } from "../ui/StatusMark";
import { formatDay, formatTime } from "../ui/format";
import { MiniCalendar } from "./MiniCalendar";
import classes from "./TasksPage.module.css";

const STATES = ["unfinished", "overdue", "open", "doing", "done"] as const;
type State = (typeof STATES)[number];
const COLOUR = { open: "gray", doing: "blue", done: "green" } as const;

function Tick({ task }: { task: Task }) {
  const { t } = useLanguage();
  const act = useAction((isDone: boolean) => call(`/tasks/${task.id}`, { method: "PATCH", body: { state: isDone ? "done" : "open" } }));
  return (
    <Checkbox
      checked={task.state === "done"}
      disabled={act.isPending}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => act.mutate(event.currentTarget.checked, { onError: (error) => showProblem(error, t) })}
      aria-label={t("task.tick", { name: task.title })}
      data-testid="task-tick"
    />
  );
}

function useColumns(mayWrite: boolean, onDelete: (task: Task) => void): Column<Task>[] {
  const { t } = useLanguage();
  const kinds = new Map(useTaskKinds().map(({ value, label }) => [value, label]));
  const columns: Column<Task>[] = [
    { key: "customer", label: t("tasks.customer"), cell: ({ customer }) => (customer ? <CustomerName customer={customer} /> : <Text size="sm" c="dimmed">{t("tasks.mine")}</Text>) },
    {
      key: "time",
      label: t("tasks.time"),
      cell: ({ due_at, overdue }) => (
        <Group gap={6} wrap="nowrap">
          <span style={{ whiteSpace: "nowrap" }}>{formatTime(due_at)}</span>
          {overdue && (
            <LateMark>{t("task.overdue")}</LateMark>
          )}
        </Group>
      ),
    },
    { key: "kind", label: t("tasks.kind"), wide: true, cell: ({ kind }) => kinds.get(kind) ?? kind },
    {
      key: "content",
      label: t("tasks.content"),
      cell: ({ title, note, responsible, state }) => (
        <>
          <Text size="sm" fw={600} td={state === "done" ? "line-through" : undefined}>
            {title}
          </Text>
          <Text size="xs" c="dimmed" lineClamp={1}>
            {[responsible.name, note].filter(Boolean).join(" · ")}
          </Text>
        </>
      ),
    },
    { key: "state", label: t("tasks.state"), wide: true, cell: ({ state }) => <StatusMark colour={COLOUR[state]} words={t(`task.state.${state}`)} /> },
  ];
  if (!mayWrite) return columns;
  const acts: Column<Task> = {
    key: "acts",
    label: "",
    end: true,
    cell: (task) => (
      <Group gap={6} justify="flex-end" wrap="nowrap">
        <Tick task={task} />
        <ActionIcon
          variant="subtle"
          color="gray"
          onClick={(event) => {
            event.stopPropagation();
            onDelete(task);
          }}
          aria-label={`${t("task.delete")}: ${task.title}`}
          data-testid="task-remove"
        >
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      </Group>
    ),
  };
  return [...columns, acts];
}

function AddTask({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const [customerId, setCustomerId] = useState<string | null>(null);
  return (
    <TaskDialog customerId={customerId} task={null} onClose={onClose}>
      <CustomerSelect label={t("tasks.customer")} value={customerId} onChange={setCustomerId} />
    </TaskDialog>
  );
}

/** The task that the address names, as a notice's link does. */
function NamedTask() {
  const { recordId } = useParams();
  const navigate = useNavigate();
  const task = useQuery(recordQuery<Task>("/tasks", recordId)).data;
  return task ? <TaskDialog customerId={task.customer?.id ?? null} task={task} onClose={() => void navigate("/tasks")} /> : null;
}

/** What there is to do, of oneself and of the people below: by day, by person, by state (TM-03 to TM-07). */
export default function TasksPage() {
  const { t } = useLanguage();
  const mayWrite = useRight("task.write");
  const [state, setState] = useState<State | null>("unfinished");
  const [kind, setKind] = useState<string | null>(null);
  const [employee, setEmployee] = useState<string | null>(null);
  const [day, setDay] = useState<string | null>(null);
  const [isUnfolded, unfold] = useState(false);
  const pick = (wanted: string | null) => {
    setDay(wanted);
    unfold(false);
  };
  const [edited, edit] = useState<Task | "new" | null>(null);
  const [doomed, doom] = useState<Task | null>(null);
  const people = useQuery(employeesQuery).data?.items ?? [];
  const kinds = useTaskKinds();
  const pages = useInfiniteQuery(pagesQuery<Task>("/tasks", { state, kind, employee_id: employee, day }));
  const columns = useColumns(mayWrite, doom);
  const words = (each: State) => (each === "unfinished" || each === "overdue" ? t(`tasks.state.${each}`) : t(`task.state.${each}`));
  return (
    <div className="page">
      <PageHead
        title={t("tasks.title")}
        end={
          mayWrite && (
            <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => edit("new")} data-testid="task-add">
              {t("tasks.add")}
            </Button>
          )
        }
      >
        <Group gap={6}>
          <Filter label={t("tasks.state")} all={t("tasks.state.all")} data={STATES.map((value) => ({ value, label: words(value) }))} value={state} onChange={setState} testid="task-state" />
          <Filter label={t("tasks.kind")} all={t("tasks.kind.all")} data={kinds} value={kind} onChange={setKind} testid="task-kind-filter" />
          <Filter label={t("filter.rep")} all={t("filter.rep.all")} data={people.map(({ id, name }) => ({ value: id, label: name }))} value={employee} onChange={setEmployee} testid="task-employee" searchable />
        </Group>
      </PageHead>
      <div className={classes.columns}>
        <div className={classes.list}>
          <ListFrame
            of={pages}
            columns={columns}
            {...(mayWrite ? { onOpen: edit } : {})}
            empty={{ title: t("tasks.empty"), hint: t("tasks.empty.hint"), icon: <IconChecklist size={24} stroke={1.5} /> }}
            testid="task-row"
            mark={({ overdue }) => (overdue ? "overdue" : undefined)}
          />
        </div>
        <aside className={classes.calendar} data-open={isUnfolded || undefined}>
          <Group gap="xs" className={classes.fold}>
            <Button size="compact-sm" variant="subtle" leftSection={<IconCalendar size={16} />} aria-expanded={isUnfolded} onClick={() => unfold(!isUnfolded)} data-testid="calendar-fold">
              {day === null ? t("tasks.calendar") : formatDay(day)}
            </Button>
            {day !== null && !isUnfolded && (
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDay(null)}>
                {t("tasks.day.all")}
              </Button>
            )}
          </Group>
          <div className={classes.month}>
            <MiniCalendar day={day} onDay={pick} employeeId={employee} />
          </div>
        </aside>
      </div>
      {edited === "new" && <AddTask onClose={() => edit(null)} />}
      {edited && edited !== "new" && <TaskDialog customerId={edited.customer?.id ?? null} task={edited} onClose={() => edit(null)} />}
      {mayWrite && !edited && <NamedTask />}
      {doomed && <DeleteTask task={doomed} onClose={() => doom(null)} />}
    </div>
  );
}
