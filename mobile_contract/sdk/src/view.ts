/** Reading: rows of the feed with what is still pending laid on top. */
import { idsOf, rowsOf } from "./answers";
import { inOrderMade } from "./queue";
import type { OutboxOp, Row } from "./store";
import type {
  Answer, Answers, CustomerData, FeedKind, FeedKinds, Field, FormDefinition, NotificationData, SubmitOperation,
} from "./types";

export interface Viewed<K extends FeedKind> {
  id: string;
  /** The version to edit from; null where only this phone knows the record. */
  v: number | null;
  d: FeedKinds[K];
  /** Something of it has not come back from the server yet. */
  pending: boolean;
}

export function parseSubmit(op: OutboxOp): SubmitOperation | null {
  return op.t === "submit" ? (JSON.parse(op.body) as SubmitOperation) : null;
}

/** Operations that are not yet in the rows and that the server has not refused. */
export function isPending(op: OutboxOp): boolean {
  return op.state === "waiting" || op.state === "answered";
}

export interface ViewContext {
  /** Where merged records live on (`aliasMap`): an edit of one that is no more is laid on the one that is. */
  aliases?: Map<string, string>;
  /** By form key: lists that the server merges as sets are merged so here too. */
  forms?: Map<string, FormDefinition>;
}

/** Customers as this phone sees them: rows, edits laid on top field by field, and customers that were made here. */
export function customersView(rows: Row[], ops: OutboxOp[], context: ViewContext = {}): Viewed<"customer">[] {
  const edits = new Map<string, SubmitOperation[]>();
  for (const op of inOrderMade(ops.filter(isPending))) {
    const submitted = parseSubmit(op);
    if (submitted?.record?.kind !== "customer") continue;
    const id = context.aliases?.get(submitted.record.id) ?? submitted.record.id;
    edits.set(id, [...(edits.get(id) ?? []), submitted]);
  }
  const viewed = rows.map((row) => laidOn(row, edits.get(row.id), context));
  const known = new Set(rows.map((row) => row.id));
  for (const [id, submitted] of edits) if (!known.has(id)) viewed.push(madeHere(id, submitted));
  return viewed;
}

function laidOn(row: Row, edits: SubmitOperation[] | undefined, context: ViewContext): Viewed<"customer"> {
  const data = row.d as CustomerData;
  if (!edits) return { id: row.id, v: row.v, d: data, pending: false };
  const fields = edits.reduce((sum, edit) => rebased(sum, edit, context.forms?.get(edit.form)?.fields), data.fields);
  return { id: row.id, v: row.v, d: { ...data, fields }, pending: true };
}

/** The fields with one edit on top: a set loses and gains what the edit took out and put in, others are replaced. */
export function rebased(fields: Answers, edit: Pick<SubmitOperation, "answers" | "before">, definitions: Field[] = []): Answers {
  const sets = new Set(definitions.filter((field) => field.merge === "set").map((field) => field.name));
  const next = { ...fields };
  for (const [name, answer] of Object.entries(edit.answers)) {
    next[name] = sets.has(name) ? union(fields[name], edit.before?.[name], answer) : answer;
  }
  return next;
}

function union(held: Answer | undefined, before: Answer | undefined, answer: Answer): Answer {
  if (!Array.isArray(held) || !Array.isArray(answer) || rowsOf(answer).length > 0) return answer;
  const [seen, wanted] = [idsOf(before), idsOf(answer)];
  const kept = idsOf(held).filter((item) => wanted.includes(item) || !seen.includes(item));
  return [...kept, ...wanted.filter((item) => !kept.includes(item) && !seen.includes(item))];
}

function madeHere(id: string, edits: SubmitOperation[]): Viewed<"customer"> {
  const fields = edits.reduce<Answers>((sum, edit) => ({ ...sum, ...edit.answers }), {});
  const type = edits[0]?.form.split(".")[1] ?? "person";
  return { id, v: null, d: { type, status: "active", fields }, pending: true };
}

/** Notifications, those that were read on this phone marked so at once. */
export function notificationsView(rows: Row[], ops: OutboxOp[]): Viewed<"notification">[] {
  const read = new Map(ops.filter((op) => op.t === "read").map((op) => [op.id, new Date(op.created_at).toISOString()]));
  return rows
    .map((row) => {
      const data = row.d as NotificationData;
      const readHere = data.read_at ? undefined : read.get(row.id);
      return { id: row.id, v: row.v, d: readHere ? { ...data, read_at: readHere } : data, pending: readHere !== undefined };
    })
    .sort((a, b) => (a.d.at < b.d.at ? 1 : -1));
}

export function textAnswer(value: Answer | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A customer's name: its first naming field. */
export function customerName(data: CustomerData): string {
  return textAnswer(data.fields.full_name) || textAnswer(data.fields.name) || data.code || "—";
}

/** Metres between two positions (haversine on a sphere of 6,371 km). */
export function distanceM(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const [dLat, dLon] = [(b.lat - a.lat) * rad, (b.lon - a.lon) * rad];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h)));
}
