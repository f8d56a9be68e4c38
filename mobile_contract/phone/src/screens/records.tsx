/** The records of one kind on this phone, and one of them: searched, read and edited without the network. */
import { fieldsOf, isEmpty, rowsOf, SearchIndex, type Answers, type FormDefinition, type KnownRecord } from "@tuyen/sdk";
import { useMemo, useState } from "react";

import { vietnamese } from "../data/choice";
import { useData } from "../data/context";
import { isOverdue, KIND_VIEWS, momentOf, orderForm, orderKind, textOf, type RecordKind } from "../data/kind_views";
import { useKind } from "../data/kinds";
import { useAllowed } from "../data/rights";
import { useSpeech } from "../i18n";
import { AnswerText } from "../parts/answer";
import { Empty, SubHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { RecordRow, StateChip, useRecordTitle } from "../parts/record_row";
import { SearchBar } from "../parts/search_bar";
import { UnknownFields } from "../parts/unknown_fields";
import { Windowed } from "../parts/windowed";
import { link } from "../router";
import { TasksBody } from "./tasks";
import "../styles/records.css";

export function RecordsScreen({ kind }: { kind: RecordKind }) {
  const { t } = useSpeech();
  const known = useKind(kind);
  const allowed = useAllowed();
  const makes = (KIND_VIEWS[kind].makes ?? []).flatMap((key) => allowed(key) ?? []);
  return (
    <>
      <SubHead title={t(`records.${kind}`)} home="forms" />
      {known && (kind === "task" ? <TasksBody records={known.list} /> : <ListOf kind={kind} records={known.list} />)}
      {makes[0] && <a className="fab low" href={`#/${link("fill", makes[0].key)}`} data-testid="new-record"><Icon name="plus" />{t("records.new")}</a>}
    </>
  );
}

function ListOf({ kind, records }: { kind: RecordKind; records: KnownRecord[] }) {
  const { t } = useSpeech();
  const { customers } = useData();
  const titleOf = useRecordTitle(kind);
  const [query, setQuery] = useState("");
  const index = useMemo(() => {
    const sorted = [...records].sort((a, b) => Number(isOverdue(b)) - Number(isOverdue(a)) || momentOf(b) - momentOf(a) || vietnamese(a.d.name).localeCompare(vietnamese(b.d.name), "vi"));
    return new SearchIndex(sorted.map((record) => ({
      id: record.id, name: titleOf(record), record,
      more: [textOf(record.d.code), vietnamese(record.d.group), typeof record.d.customer_id === "string" ? customers?.byId.get(record.d.customer_id)?.name ?? "" : ""],
    })));
  }, [records, customers]); // eslint-disable-line react-hooks/exhaustive-deps
  const found = useMemo(() => index.find(query), [index, query]);
  return (
    <>
      <div className="under-head"><SearchBar value={query} onChange={setQuery} label={t("records.search")} /></div>
      {records.length === 0 && <main className="scroll"><Empty icon={KIND_VIEWS[kind].icon} title={t("records.none")}><p>{t("records.none.hint")}</p></Empty></main>}
      {records.length > 0 && found.length === 0 && <main className="scroll"><Empty icon="search" title={t("records.nohit", { q: query })} /></main>}
      {found.length > 0 && (
        <Windowed items={found} rowHeight={120} keyOf={(item) => item.id} remember={query ? undefined : `records/${kind}`} underButton testid={`records-${kind}`}>
          {(item) => <RecordRow kind={kind} record={item.record} />}
        </Windowed>
      )}
    </>
  );
}

export function RecordScreen({ kind, id }: { kind: RecordKind; id: string }) {
  const { t } = useSpeech();
  const known = useKind(kind);
  const record = known?.byId.get(id);
  if (!known) return <SubHead title="" home={link("records", kind)} />;
  if (!record) {
    return (
      <><SubHead title={t(`records.${kind}`)} home={link("records", kind)} />
        <main className="scroll"><Empty icon={KIND_VIEWS[kind].icon} title={t("records.missing")} /></main></>
    );
  }
  return <RecordBody kind={kind} record={record} />;
}

function RecordBody({ kind, record }: { kind: RecordKind; record: KnownRecord }) {
  const { t } = useSpeech();
  const { forms } = useData();
  const allowed = useAllowed();
  const title = useRecordTitle(kind)(record);
  const editing = allowed(KIND_VIEWS[kind].form?.(record));
  const form = forms.get(KIND_VIEWS[kind].form?.(record) ?? formOf(kind, record.d));
  return (
    <>
      <SubHead title={title} eyebrow={t(orderKind(record) ?? `records.${kind}`)} home={link("records", kind)}>
        {editing && <a className="icon-button" href={`#/${link("fill", editing.key)}?edit=${record.id}`} data-testid="edit-record" aria-label={t("records.edit")}><Icon name="edit" /></a>}
      </SubHead>
      <main className="scroll" style={{ paddingTop: 14 }} data-testid="record">
        <div className="chips" style={{ marginTop: 0 }}><StateChip kind={kind} record={record} /></div>
        {record.pending && <p className="note warn" style={{ marginTop: 12 }}><Icon name="clock" size={20} />{t("records.pending")}</p>}
        <Sums record={record} />
        <Facts kind={kind} record={record} form={form} />
        {kind === "task" && <TasksBody records={[record]} single />}
        <CustomerLink record={record} />
      </main>
    </>
  );
}

/** The form that an order, an opportunity or a ticket was made by. */
function formOf(kind: RecordKind, d: KnownRecord["d"]): string {
  const way = d.channel === "tele" ? "tele" : "f2f";
  if (kind === "order") return orderForm(d);
  return kind === "ticket" ? `support.${way}` : `${kind}.${way}`;
}

function Sums({ record: { d } }: { record: KnownRecord }) {
  const { t, number } = useSpeech();
  const sum = typeof d.total === "number" ? d.total : typeof d.expected_value === "number" ? d.expected_value : null;
  if (sum === null) return null;
  return <p className="card pad sum" style={{ marginTop: 12 }}><span className="quiet">{t("records.total")}</span><b>{t("records.price", { price: number(sum) })}</b></p>;
}

function Facts({ kind, record, form }: { kind: RecordKind; record: KnownRecord; form: FormDefinition | undefined }) {
  const { t, local } = useSpeech();
  const fields = answersOf(kind, record);
  const shown = form?.fields.filter((field) => field.type !== "button" && field.name !== "customer" && !isEmpty(fields[field.name])) ?? [];
  return (
    <>
      {shown.length > 0 && (
        <section className="section" style={{ marginTop: 16 }}>
          <h2>{t("records.facts")}</h2>
          <dl className="card facts" data-testid="facts">
            {shown.map((field) => <div key={field.name}><dt>{local(field.label)}</dt><dd><AnswerText field={field} value={fields[field.name]} around={fields} /></dd></div>)}
          </dl>
        </section>
      )}
      {form && record.d.fields !== undefined && <UnknownFields fields={fields} known={form.fields} title={t("form.unknown")} />}
    </>
  );
}

function answersOf(kind: RecordKind, record: KnownRecord): Answers {
  const fields = fieldsOf(kind, record.d);
  // Lines as they were taken; the row tells prices beside them.
  return rowsOf(fields.lines).length > 0 || kind !== "order" ? fields : { ...fields, lines: record.d.lines as Answers[string] };
}

function CustomerLink({ record: { d } }: { record: KnownRecord }) {
  const { customers, named } = useData();
  const customer = typeof d.customer_id === "string" ? customers?.byId.get(named(d.customer_id)) : undefined;
  return customer ? <a className="button wide" style={{ marginTop: 16 }} href={`#/${link("customers", customer.id)}`}>{customer.name}<Icon name="next" size={20} /></a> : null;
}
