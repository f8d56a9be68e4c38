/** The day: the routes that were assigned, their stops in order, what is done. */
import { distanceM } from "@tuyen/sdk";
import { useMemo, useState } from "react";

import { useData, useRows, type CustomerItem } from "../data/context";
import { useKnown } from "../data/kinds";
import { tasksOf } from "../data/tasks";
import { localDay, routesOfDay, visitedOn, type DayRoute } from "../data/today";
import { useSpeech } from "../i18n";
import { Empty, MainHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { usePosition, type Place } from "../position";
import { go, link } from "../router";

export function Today() {
  const { t, language } = useSpeech();
  const { device, history, customers } = useData();
  const assignments = useRows("assignment");
  const routes = useRows("route");
  const day = localDay();
  const plan = useMemo(
    () => routesOfDay(assignments ?? [], routes ?? [], device.employee.id, day), [assignments, routes, device, day],
  );
  const visited = useMemo(() => visitedOn(history, day), [history, day]);
  const position = usePosition();
  const planned = plan.flatMap((route) => route.stops.filter((stop) => stop.membership === "in"));
  const done = planned.filter((stop) => visited.has(stop.customer_id)).length;
  const next = planned.find((stop) => !visited.has(stop.customer_id))?.customer_id;
  const date = new Date().toLocaleDateString(language === "vi" ? "vi-VN" : "en-GB", { weekday: "long", day: "numeric", month: "long" });
  const loading = assignments === undefined || routes === undefined || customers === null;
  return (
    <>
      <MainHead title={t("nav.today")} eyebrow={date.charAt(0).toUpperCase() + date.slice(1)} />
      <main className="scroll" data-testid="today">
        {!loading && plan.length === 0 && (
          <Empty icon="route" title={t("today.none")}>
            <p>{t("today.none.hint")}</p>
            <a className="button soft" href="#/customers">{t("today.none.go")}</a>
          </Empty>
        )}
        <TasksLink />
        {plan.length > 0 && <Progress name={device.employee.name} done={done} all={planned.length} />}
        {plan.length > 0 && position.state === "unknown" && (
          <button className="button wide line" style={{ marginTop: 12 }} onClick={position.ask}><Icon name="pin" size={20} />{t("today.locate")}</button>
        )}
        {position.state === "asking" && <p className="quiet" style={{ padding: "12px 4px 0" }}>{t("today.locating")}</p>}
        {customers && plan.map((route) => (
          <RouteCard key={route.assignmentId} route={route} visited={visited} next={next} here={position.place} customers={customers.byId} />
        ))}
      </main>
    </>
  );
}

/** What is left to do besides the route. */
function TasksLink() {
  const { t } = useSpeech();
  const { device } = useData();
  const { list } = useKnown("task");
  const [now] = useState(() => new Date().toISOString());
  const open = tasksOf(list).filter(({ d }) => d.state !== "done" && d.responsible_id === device.employee.id);
  if (open.length === 0) return null;
  const late = open.some(({ d }) => d.due_at < now);
  return (
    <a className={late ? "note warn tasks" : "note info tasks"} href="#/records/task" data-testid="tasks-link">
      <Icon name={late ? "warn" : "task"} size={20} /><b className="grow">{t("today.tasks", { n: open.length })}</b><Icon name="next" size={20} />
    </a>
  );
}

function Progress({ name, done, all }: { name: string; done: number; all: number }) {
  const { t } = useSpeech();
  const finished = all > 0 && done === all;
  return (
    <section className="card day">
      <p className="quiet">{t("today.greeting", { name })}</p>
      <b className="big" data-testid="today-progress">{finished ? t("today.alldone") : t("today.done", { done, all })}</b>
      <div className="bar"><i style={{ width: `${all ? (100 * done) / all : 0}%` }} /></div>
    </section>
  );
}

interface RouteProps { route: DayRoute; visited: Set<string>; next: string | undefined; here: Place | null; customers: Map<string, CustomerItem> }

function RouteCard({ route, visited, next, here, customers }: RouteProps) {
  const { t, day } = useSpeech();
  return (
    <section className="section" style={{ marginTop: 20 }} data-testid="route">
      <h2>
        <Icon name="route" size={18} /><span className="grow">{route.route.name}</span>
        <span style={{ fontWeight: 400 }}>{t("today.stops", { n: route.stops.length })}{route.until && `, ${t("today.until", { date: day(route.until) })}`}</span>
      </h2>
      {route.instruction && (
        <p className="note info" style={{ marginBottom: 10 }}><Icon name="info" size={20} /><span><b>{t("today.instruction")}: </b>{route.instruction}</span></p>
      )}
      <ol className="card">
        {route.stops.map((stop, index) => (
          <li key={stop.customer_id}>
            <Stop number={index + 1} customer={customers.get(stop.customer_id)} note={stop.note ?? null} out={stop.membership === "out"}
              done={visited.has(stop.customer_id)} next={stop.customer_id === next} here={here} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface StopProps { number: number; customer: CustomerItem | undefined; note: string | null; out: boolean; done: boolean; next: boolean; here: Place | null }

function Stop({ number, customer, note, out, done, next, here }: StopProps) {
  const { t } = useSpeech();
  if (!customer) return <div className="row stop"><span className="mark">{number}</span><span className="body quiet">{t("today.unknown")}</span></div>;
  const distance = here && customer.gps ? distanceM(here, customer.gps) : null;
  return (
    <div className={`row stop${done ? " done" : ""}${next ? " next" : ""}`} data-testid="stop" data-done={done}>
      <span className="mark">{done ? <Icon name="check" size={18} /> : number}</span>
      <a className="body" href={`#/${link("customers", customer.id)}`}>
        <b>{customer.name}</b>
        <span className="quiet two-lines">{customer.address}</span>
        <span className="chips" style={{ marginTop: 4 }}>
          {next && <span className="chip good">{t("today.next")}</span>}
          {done && <span className="chip good">{t("today.visited")}</span>}
          {out && <span className="chip">{t("today.out")}</span>}
          {distance !== null && <span className="chip"><Icon name="pin" size={14} />{t("today.distance", { d: distanceText(distance) })}</span>}
          {note && <span className="chip" style={{ whiteSpace: "normal" }}>{note}</span>}
        </span>
      </a>
      {!done && (
        <button className={next ? "button primary" : "button soft"} data-testid="visit"
          onClick={() => go(`fill/interaction.f2f?customer=${customer.id}`)}>{t("today.visit")}</button>
      )}
    </div>
  );
}

/** Metres below a kilometre, in tens; above it kilometres. */
export function distanceText(metres: number): string {
  if (metres < 1000) return `${Math.max(10, Math.round(metres / 10) * 10)} m`;
  return `${(metres / 1000).toFixed(metres < 10_000 ? 1 : 0).replace(".", ",")} km`;
}
