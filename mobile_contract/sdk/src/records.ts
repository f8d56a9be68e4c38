/**
 * Records that forms make and edit, as this phone sees them: the feed's rows with what is still pending laid on top, so
 * that what was made here a minute ago, without a network, can be chosen in the next form.
 */
import { rowsOf } from "./answers";
import type { OutboxOp, Row } from "./store";
import type { Answer, Answers, SubmitOperation } from "./types";
import { inOrderMade } from "./queue";
import { isPending, parseSubmit } from "./view";

export type Data = Record<string, unknown>;

export interface KnownRecord {
  id: string;
  /** The version to edit from; null where only this phone knows the record. */
  v: number | null;
  d: Data;
  pending: boolean;
}

const HOUR_MS = 3_600_000;

/** What the row of a record will say, from the answers that make it; fields of other names keep them. */
const ROWS: Record<string, (answers: Answers, made: SubmitOperation) => Data> = {
  product: (answers) => renamed(answers, { product_name: "name", product_code: "code", product_group: "group", subgroup_level1: "subgroup" }, { status: "active" }),
  route: (answers) => ({
    ...renamed(answers, { route_name: "name", route_status: "status" }), ...(answers.stops === undefined ? {} : { stops: stopsOf(answers.stops) }),
  }),
  price_list: (answers) => answers,
  promotion: (answers) => answers,
  order: (answers, made) => ({ ...renamed(answers, { customer: "customer_id" }), ...begunAs(made.form.split(".")[0] ?? ""), occurred_at: made.occurred_at }),
  opportunity: (answers, made) => ({ ...renamed(answers, { customer: "customer_id" }), occurred_at: made.occurred_at }),
  task: (answers, made) => ({
    ...answers, ...(answers.state === undefined ? {} : { done_at: answers.state === "done" ? made.occurred_at : null }),
  }),
  ticket: (answers, made) => ({
    ...renamed(answers, { customer: "customer_id" }), state: "open", due_at: due(answers, made.occurred_at), occurred_at: made.occurred_at,
  }),
};

/** How an order of a kind begins; of requests and quotations something else may be made. */
function begunAs(kind: string): Data {
  return { kind, state: kind === "request" ? "open" : "sent", convertible: kind === "request" || kind === "quotation" };
}

/** Rows of one kind with pending forms on top, and the records that pending forms make. */
export function recordsView(kind: string, rows: Row[], ops: OutboxOp[]): KnownRecord[] {
  const edits = new Map<string, SubmitOperation[]>();
  for (const op of inOrderMade(ops.filter(isPending))) {
    const submitted = parseSubmit(op);
    if (submitted?.record?.kind !== kind) continue;
    edits.set(submitted.record.id, [...(edits.get(submitted.record.id) ?? []), submitted]);
  }
  const seen = rows.map((row): KnownRecord => {
    const own = edits.get(row.id);
    edits.delete(row.id);
    return { id: row.id, v: row.v, d: laidOn(kind, row.d as Data, own ?? []), pending: own !== undefined };
  });
  return [...seen, ...[...edits].map(([id, own]) => ({ id, v: null, d: laidOn(kind, {}, own), pending: true }))];
}

function laidOn(kind: string, data: Data, edits: SubmitOperation[]): Data {
  return edits.reduce<Data>((sum, edit) => {
    const fields = { ...(sum.fields as Answers | undefined), ...edit.answers };
    return { ...sum, ...(ROWS[kind] ?? same)(edit.answers, edit), fields };
  }, data);
}

function same(answers: Answers): Data {
  return answers;
}

function renamed(answers: Answers, names: Record<string, string>, standing: Data = {}): Data {
  return { ...standing, ...Object.fromEntries(Object.entries(answers).map(([name, answer]) => [names[name] ?? name, answer])) };
}

function stopsOf(stops: Answer): Data[] {
  return rowsOf(stops).map((stop, place) => ({ customer_id: stop.customer, seq: place + 1, membership: stop.membership ?? "in", note: stop.note ?? null }));
}

/** When something has to be done: `time_needed` hours or days after it was asked for. */
export function due(answers: Answers, askedAt: string): string | null {
  if (typeof answers.time_needed !== "number") return null;
  const hours = answers.time_unit === "hour" ? answers.time_needed : answers.time_needed * 24;
  return new Date(Date.parse(askedAt) + hours * HOUR_MS).toISOString();
}

/** What a form about this record is filled with: the record's own fields, by the names of the form. */
export function fieldsOf(kind: string, data: Data): Answers {
  if (kind === "task") return data as Answers;
  if (data.fields && typeof data.fields === "object") return data.fields as Answers;
  if (kind !== "route") return data as Answers;
  const stops = Array.isArray(data.stops) ? (data.stops as { customer_id: string; membership?: string; note?: string | null }[]) : [];
  return {
    route_name: data.name as string, description: (data.description ?? null) as Answer, route_status: (data.status ?? null) as Answer,
    stops: stops.map((stop) => ({ id: stop.customer_id, customer: stop.customer_id, membership: stop.membership ?? "in", note: stop.note ?? null })),
  };
}

/** Whether a row's data has what `where` of a reference asks for; paths are dotted. */
export function meets(data: unknown, where: Record<string, unknown> | undefined): boolean {
  return Object.entries(where ?? {}).every(([path, wanted]) => {
    const found = path.split(".").reduce<unknown>((at, name) => (at && typeof at === "object" ? (at as Data)[name] : undefined), data);
    return Array.isArray(found) ? found.includes(wanted) : (found ?? null) === wanted;
  });
}
