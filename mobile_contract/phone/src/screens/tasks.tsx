/** What is to do, most urgent first; it is ticked off without the network. */
import { reportTask, type KnownRecord, type TaskData } from "@tuyen/sdk";

import { useData } from "../data/context";
import { isOverdue } from "../data/kind_views";
import { useAllowed } from "../data/rights";
import { tasksOf, type Task } from "../data/tasks";
import { useSpeech } from "../i18n";
import { Empty } from "../parts/frame";
import { Icon } from "../parts/icons";
import { toast } from "../parts/toast";
import { link } from "../router";
import { engine, store } from "../services";

const FORM = "task.done";

export function TasksBody({ records, single }: { records: KnownRecord[]; single?: boolean }) {
  const { t } = useSpeech();
  const { device } = useData();
  const tasks = tasksOf(records).sort((a, b) => Date.parse(a.d.due_at) - Date.parse(b.d.due_at));
  const mine = (task: Task) => single === true || task.d.responsible_id === device.employee.id;
  const open = tasks.filter((task) => task.d.state !== "done" && mine(task));
  const given = tasks.filter((task) => task.d.state !== "done" && !mine(task));
  const done = tasks.filter((task) => task.d.state === "done").reverse().slice(0, 50);
  if (single) return <div style={{ marginTop: 16 }}><TaskList tasks={tasks} /></div>;
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
  const { forms } = useData();
  const allowed = useAllowed();
  // What the phone does not hold yet is not held back.
  const may = !forms.has(FORM) || allowed(FORM) !== undefined;
  if (tasks.length === 0) return null;
  return (
    <section className="section">
      {title && <h2>{title} <span className="chip">{tasks.length}</span></h2>}
      <ul className="card">{tasks.map((task) => <li key={task.id}><TaskRow task={task} may={may} /></li>)}</ul>
    </section>
  );
}

function TaskRow({ task, may }: { task: Task; may: boolean }) {
  const { t } = useSpeech();
  const { customers, forms, named } = useData();
  const { d, id } = task;
  const done = d.state === "done";
  const customer = d.customer_id ? customers?.byId.get(named(d.customer_id)) : undefined;
  const finish = async (state: TaskData["state"]) => {
    await reportTask(store, task, state, forms.get(FORM));
    if (state === "done") toast(t("tasks.finished"));
    void engine.request();
  };
  return (
    <div className={done ? "task done" : "task"} data-testid="task" data-state={d.state}>
      <button className="tick" disabled={!may} onClick={() => void finish(done ? "open" : "done")} data-testid="finish-task" aria-pressed={done} aria-label={`${t("tasks.finish")}: ${d.title}`}>
        <span>{done && <Icon name="check" size={18} />}</span>
      </button>
      <div className="grow">
        <b>{d.title}</b>
        {customer && <a className="quiet one-line" style={{ display: "block" }} href={`#/${link("customers", customer.id)}`}>{customer.name}</a>}
        {d.note && <p className="quiet">{d.note}</p>}
        {d.result && <p data-testid="task-result">{d.result}</p>}
        <TaskChips task={task} />
      </div>
      {may && forms.has(FORM) && <a className="icon-button" href={`#/${link("fill", FORM)}?edit=${id}`} data-testid="report-task" aria-label={`${t("tasks.report")}: ${d.title}`}><Icon name="edit" size={20} /></a>}
    </div>
  );
}

function TaskChips({ task }: { task: Task }) {
  const { t, time } = useSpeech();
  const { employees, device, history } = useData();
  const { d, id } = task;
  const late = isOverdue({ id, v: null, d: d as unknown as KnownRecord["d"], pending: false });
  const other = d.responsible_id !== device.employee.id ? employees.get(d.responsible_id)?.name : d.by !== device.employee.id ? employees.get(d.by)?.name : undefined;
  const refused = history.find((item) => item.stage === "refused" && item.record?.kind === "task" && item.record.id === id);
  return (
    <span className="chips">
      {d.state !== "done" && <span className={late ? "chip bad" : "chip"}><Icon name="clock" size={14} />{t(late ? "records.overdue" : "records.due", { time: time(d.due_at) })}</span>}
      {other && <span className="chip">{d.responsible_id !== device.employee.id ? other : t("tasks.by", { name: other })}</span>}
      {task.pending && <span className="chip warn">{t("customers.pending")}</span>}
      {refused && <a className="chip bad" href={`#/${link("queue", refused.id)}`} data-testid="task-refused"><Icon name="warn" size={14} />{t("stage.refused")}</a>}
    </span>
  );
}
