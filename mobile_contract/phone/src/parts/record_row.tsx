/** A record as one row of a list, and what stands under its name. */
import type { KnownRecord } from "@tuyen/sdk";

import { vietnamese } from "../data/choice";
import { useData } from "../data/context";
import { isExpired, isOverdue, KIND_VIEWS, momentOf, orderKind, outsideOf, textOf, type RecordKind } from "../data/kind_views";
import { useLists } from "../data/lists";
import { localDay } from "../data/today";
import { useSpeech } from "../i18n";
import { link } from "../router";
import { useStateText } from "./answer";
import { Icon } from "./icons";

export function RecordRow({ kind, record, withoutCustomer }: { kind: RecordKind; record: KnownRecord; withoutCustomer?: boolean }) {
  const { t } = useSpeech();
  const title = useRecordTitle(kind)(record);
  return (
    <a className="row" href={`#/${link("records", kind, record.id)}`} data-testid="record-row" data-kind={kind}>
      <span className="tile plain"><Icon name={KIND_VIEWS[kind].icon} size={22} /></span>
      <span className="body">
        <b className="two-lines">{title}</b>
        <RecordLine kind={kind} record={record} withoutCustomer={withoutCustomer} />
        <span className="chips"><StateChip kind={kind} record={record} />{record.pending && <span className="chip warn">{t("customers.pending")}</span>}</span>
      </span>
      <Icon name="next" size={20} />
    </a>
  );
}

/** Its name, else its number, else what it is about. */
export function useRecordTitle(kind: RecordKind): (record: KnownRecord) => string {
  const { t, local } = useSpeech();
  const lists = useLists();
  return ({ d }) => {
    const problem = lists?.get("support_problems")?.find((option) => option.value === d.problem);
    if (kind === "ticket") return [textOf(d.code), local(problem?.label)].filter(Boolean).join(" · ") || t("records.ticket");
    return vietnamese(d.name) || vietnamese(d.title) || textOf(d.code) || t(`records.${kind}`);
  };
}

function RecordLine({ kind, record, withoutCustomer }: { kind: RecordKind; record: KnownRecord; withoutCustomer?: boolean }) {
  const { t, time, day, number } = useSpeech();
  const { customers, named } = useData();
  const { d } = record;
  const customer = !withoutCustomer && typeof d.customer_id === "string" ? customers?.byId.get(named(d.customer_id))?.name : undefined;
  const money = (value: unknown) => (typeof value === "number" ? t("records.price", { price: number(value) }) : undefined);
  const parts: Record<RecordKind, (string | undefined)[]> = {
    task: [customer, typeof d.due_at === "string" ? t("records.due", { time: time(d.due_at) }) : undefined],
    ticket: [customer, typeof d.due_at === "string" ? t("records.due", { time: time(d.due_at) }) : undefined],
    product: [textOf(d.code), money(d.price)],
    price_list: [typeof d.effective_from === "string" ? t("records.from", { date: day(d.effective_from) }) : undefined],
    promotion: [textOf(d.code), typeof d.effective_to === "string" ? t("records.until", { date: day(d.effective_to) }) : undefined],
    route: [t("records.stops.count", { n: Array.isArray(d.stops) ? d.stops.length : 0 })],
    order: [t(orderKind(record) ?? "records.order"), customer, money(d.total), typeof d.valid_until === "string" ? t("records.until", { date: day(d.valid_until) }) : undefined],
    opportunity: [customer, money(d.expected_value)],
  };
  const line = parts[kind].filter(Boolean).join(" · ") || (momentOf(record) ? time(momentOf(record)) : "");
  return <span className="quiet one-line" style={{ display: "block" }}>{line}</span>;
}

const TONES: Record<string, string> = { active: "good", done: "good", resolved: "good", closed: "", stopped: "", cancelled: "bad", returned: "bad", open: "info", sent: "info", doing: "info", answered: "good", accepted: "good", declined: "bad" };

export function StateChip({ kind, record }: { kind: RecordKind; record: KnownRecord }) {
  const { t, time } = useSpeech();
  const said = useStateText();
  const { d } = record;
  const step = d.step && typeof d.step === "object" ? textOf((d.step as { name?: unknown }).name) : "";
  const state = textOf(d.state) || textOf(d.status);
  if (isOverdue(record)) return <span className="chip bad"><Icon name="clock" size={14} />{t("records.overdue", { time: time(textOf(d.due_at)) })}</span>;
  const outside = state === "active" ? outsideOf(localDay(), record) : null;
  if (outside) return <span className={outside === "upcoming" ? "chip info" : "chip"} data-testid="state" data-state={outside}>{t(`state.${outside}`)}</span>;
  if (isExpired(localDay(), record)) return <span className="chip" data-testid="state" data-state="expired">{t("state.over")}</span>;
  if (step) return <span className="chip info">{step}</span>;
  if (!state) return null;
  return <span className={`chip ${TONES[state] ?? "info"}`} data-testid="state" data-state={state}>{said(kind === "route" ? "route" : "state", state)}</span>;
}
