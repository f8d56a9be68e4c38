/** What the phone knows of a customer: the profile, what was done, and the records about him. */
import { isEmpty, OTHER_ADDRESSES, type FormDefinition, type KnownRecord } from "@tuyen/sdk";
import type { ReactNode } from "react";

import { useData, type CustomerItem } from "../data/context";
import type { HistoryItem } from "../data/history";
import { momentOf, type RecordKind } from "../data/kind_views";
import { useKnown } from "../data/kinds";
import { without } from "../data/options";
import { PlacesOfCustomer } from "../fields/kept_places";
import { useSpeech } from "../i18n";
import { AnswerText } from "../parts/answer";
import { HistoryRow } from "../parts/history_row";
import { RecordRow } from "../parts/record_row";
import { UnknownFields } from "../parts/unknown_fields";
import { tasksOf } from "../data/tasks";
import { TaskList } from "./tasks";

export const TABS = ["info", "timeline", "note", "task", "ticket", "order", "opportunity"] as const;
export type Tab = (typeof TABS)[number];
const KINDS = ["note", "task", "ticket", "order", "opportunity"] as const;
type About = (typeof KINDS)[number];

export interface CustomerRecords {
  of: (kind: About) => KnownRecord[];
  history: HistoryItem[];
  count: (tab: Tab) => number;
}

/** Newest first. */
export function useCustomerRecords({ id }: CustomerItem): CustomerRecords {
  const { history, named } = useData();
  const known = { note: useKnown("note"), task: useKnown("task"), ticket: useKnown("ticket"), order: useKnown("order"), opportunity: useKnown("opportunity") };
  const about = ({ d }: KnownRecord) => typeof d.customer_id === "string" && named(d.customer_id) === id;
  const of = (kind: About) => known[kind].list.filter(about).sort((a, b) => momentOf(b) - momentOf(a));
  const own = history.filter((item) => item.customerId === id);
  const open = (record: KnownRecord) => !["done", "resolved", "closed"].includes(record.d.state as string);
  return {
    of, history: own,
    count: (tab) => (tab === "info" || tab === "timeline" ? 0 : tab === "task" || tab === "ticket" ? of(tab).filter(open).length : of(tab).length),
  };
}

export function CustomerInfo({ customer, profile }: { customer: CustomerItem; profile: FormDefinition | undefined }) {
  const { t, local } = useSpeech();
  const { fields, code } = customer.viewed.d;
  return (
    <>
      <section className="section" style={{ marginTop: 14 }}>
        <dl className="card facts" data-testid="facts">
          {profile?.fields.filter((field) => field.name !== "address_system" && !isEmpty(fields[field.name])).map((field) => (
            <div key={field.name}><dt>{local(field.label)}</dt><dd><AnswerText field={field} value={fields[field.name]} around={fields} /></dd></div>
          ))}
          {code && <div><dt>{t("customer.code")}</dt><dd>{code}</dd></div>}
          {Object.keys(fields).length === 0 && <div className="quiet">{t("customer.empty")}</div>}
        </dl>
      </section>
      <PlacesOfCustomer fields={fields} />
      {profile && <UnknownFields fields={without(fields, OTHER_ADDRESSES)} known={profile.fields} title={t("customer.field.other")} />}
    </>
  );
}

export function CustomerTab({ tab, records }: { tab: Exclude<Tab, "info">; records: CustomerRecords }) {
  const { t } = useSpeech();
  const tasks = tasksOf(tab === "task" ? records.of("task") : []);
  const shown = tab === "timeline" ? timeline(records) : tab === "task" ? tasks : records.of(tab);
  if (shown.length === 0) return <p className="quiet" style={{ padding: "20px 4px" }}>{t(tab === "timeline" ? "customer.history.none" : "customer.tab.none")}</p>;
  return (
    <div style={{ marginTop: 14 }} data-testid={`shown-${tab}`}>
      {tab === "timeline" && <ul className="card">{timeline(records).map((each) => <li key={each.key}>{each.row}</li>)}</ul>}
      {tab === "task" && <TaskList tasks={tasks} />}
      {tab === "note" && <ul className="card">{records.of("note").map((note) => <li key={note.id}><Note record={note} /></li>)}</ul>}
      {(tab === "ticket" || tab === "order" || tab === "opportunity") && (
        <ul className="card">{records.of(tab).map((record) => <li key={record.id}><RecordRow kind={tab} record={record} withoutCustomer /></li>)}</ul>
      )}
    </div>
  );
}

interface Moment { key: string; at: number; row: ReactNode }

/** Own submissions and the records of others; a record that a submission of one's own made is told once. */
function timeline(records: CustomerRecords): Moment[] {
  const own = records.history.map((item): Moment => ({ key: item.id, at: item.at, row: <HistoryRow item={item} withoutCustomer /> }));
  const told = new Set(own.map((each) => each.key));
  const others = KINDS.flatMap((kind) => records.of(kind).filter((record) => !told.has(record.id)).map((record): Moment => ({
    key: record.id, at: momentOf(record), row: kind === "note" ? <Note record={record} /> : <RecordRow kind={kind satisfies RecordKind} record={record} withoutCustomer />,
  })));
  return [...own, ...others].sort((a, b) => b.at - a.at);
}

function Note({ record: { d } }: { record: KnownRecord }) {
  const { time } = useSpeech();
  const { employees } = useData();
  const { text, by, at } = d as unknown as { text: string; by: string; at: string };
  return <div className="said" data-testid="note"><p>{text}</p><span className="faint">{[employees.get(by)?.name, time(at)].filter(Boolean).join(" · ")}</span></div>;
}
