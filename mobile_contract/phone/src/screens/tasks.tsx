/** What is to do, most urgent first; it is ticked off without the network. */
import { localTimestamp, tasksView, wishTask, type KnownRecord, type TaskData } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";

import { useData } from "../data/context";
import { isOverdue } from "../data/kind_views";
import { useSpeech } from "../i18n";
import { Empty } from "../parts/frame";
import { Icon } from "../parts/icons";
import { toast } from "../parts/toast";
import { link } from "../router";
import { engine, store } from "../services";

type Task = ReturnType<typeof tasksView>[number];

/** The tasks of these rows with what was wished for them here. */
export function useTasks(records: KnownRecord[]): Task[] {
  const wishes = useLiveQuery(() => store.read("task_wishes"));
  return tasksView(records.map(({ id, v, d }) => ({ k: "task", id, v: v ?? 0, d })), wishes);
}

export function TasksBody({ records, single }: { records: KnownRecord[]; single?: boolean }) {
  const { t } = useSpeech();
  const { device } = useData();
  const tasks = useTasks(records).sort((a, b) => Date.parse(a.d.due_at) - Date.parse(b.d.due_at));
  const mine = (task: Task) => single === true || task.d.responsible_id === device.employee.id;
  const open = tasks.filter((task) => task.d.state !== "done" && mine(task));
  const given = tasks.filter((task) => task.d.state !== "done" && !mine(task));
  const done = tasks.filter((task) => task.d.state === "done").reverse().slice(0, 50);
  if (single) return <ul className="card" style={{ marginTop: 16 }}>{tasks.map((task) => <li key={task.id}><TaskRow task={task} /></li>)}</ul>;
  return (
    <main className="scroll" style={{ paddingTop: 14 }} data-testid="tasks">
      {open.length === 0 && given.length === 0 && <Empty icon="task" title={t("tasks.none")}><p>{t("tasks.none.hint")}</p></Empty>}
      <TaskList title={t("tasks.open")} tasks={open} />
      <TaskList title={t("tasks.given")} tasks={given} />
      <TaskList title={t("tasks.done")} tasks={done} />
    </main>
  );
}

export function TaskList({ title, tasks }: { title?: string; tasks: Task[] }) {
  if (tasks.length === 0) return null;
  return (
    <section className="section">
      {title && <h2>{title} <span className="chip">{tasks.length}</span></h2>}
      <ul className="card">{tasks.map((task) => <li key={task.id}><TaskRow task={task} /></li>)}</ul>
    </section>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { t, time } = useSpeech();
  const { customers, employees, named, device } = useData();
  const { d, id } = task;
  const done = d.state === "done";
  const customer = d.customer_id ? customers?.byId.get(named(d.customer_id)) : undefined;
  const late = isOverdue({ id, v: null, d: d as unknown as KnownRecord["d"], pending: false });
  const other = d.responsible_id !== device.employee.id ? employees.get(d.responsible_id)?.name : d.by !== device.employee.id ? employees.get(d.by)?.name : undefined;
  return (
    <div className={done ? "task done" : "task"} data-testid="task" data-state={d.state}>
      <button className="tick" onClick={() => void finish(id, done ? "open" : "done", t("tasks.finished"))} data-testid="finish-task" aria-pressed={done} aria-label={`${t("tasks.finish")}: ${d.title}`}>
        <span>{done && <Icon name="check" size={18} />}</span>
      </button>
      <div className="grow">
        <b>{d.title}</b>
        {customer && <a className="quiet one-line" style={{ display: "block" }} href={`#/${link("customers", customer.id)}`}>{customer.name}</a>}
        {d.note && <p className="quiet">{d.note}</p>}
        <span className="chips">
          {!done && <span className={late ? "chip bad" : "chip"}><Icon name="clock" size={14} />{t(late ? "records.overdue" : "records.due", { time: time(d.due_at) })}</span>}
          {other && <span className="chip">{d.responsible_id !== device.employee.id ? other : t("tasks.by", { name: other })}</span>}
          {task.pending && <span className="chip warn">{t("customers.pending")}</span>}
        </span>
      </div>
    </div>
  );
}

async function finish(id: string, state: TaskData["state"], said: string): Promise<void> {
  await wishTask(store, { id, state, at: localTimestamp() });
  if (state === "done") toast(said);
  void engine.request();
}
