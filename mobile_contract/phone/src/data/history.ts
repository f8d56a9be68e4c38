/** What this person has handed in: operations still on the phone joined with the server's view of them. */
import { isBlocked, parseSubmit, type Answers, type FormDefinition, type MediaItem, type OutboxOp, type Row, type SubmissionData } from "@tuyen/sdk";

export type Stage = "waiting" | "dismissed" | "held" | "received" | "has_issues" | "approved" | "rejected" | "refused";

export interface HistoryItem {
  id: string;
  form: string;
  customerId: string | null;
  /** The record that it edits or made. */
  record: { kind: string; id: string } | null;
  /** Milliseconds. */
  at: number;
  stage: Stage;
  op: OutboxOp | null;
  answers: Answers | null;
  row: SubmissionData | null;
  media: { all: number; sent: number; failed: number };
  /** It came back, and the person has dealt with that. */
  handled: boolean;
}

/** The name of one verdict on one submission: a later verdict on it is news again. */
export function verdictKey(id: string, row: SubmissionData): string {
  return `${id}@${row.reviewed_at ?? row.state}`;
}

export interface HistorySources {
  handled: Set<string>;
  ops: OutboxOp[];
  rows: Row[];
  media: MediaItem[];
  forms: Map<string, FormDefinition>;
  /** Where a merged customer lives on. */
  named: (customerId: string) => string;
}

/** Newest first. */
export function historyOf({ ops, rows, media, forms, named, handled }: HistorySources): HistoryItem[] {
  const items = new Map<string, HistoryItem>();
  const files = mediaBySubmission(media);
  const living = (id: string | null | undefined) => (id ? named(id) : null);
  const counted = (id: string) => files.get(id) ?? { all: 0, sent: 0, failed: 0 };
  for (const row of rows) {
    const d = row.d as SubmissionData;
    items.set(row.id, {
      id: row.id, form: d.form, customerId: living(d.customer_id), at: Date.parse(d.occurred_at), stage: d.state,
      record: d.record ?? null, op: null, answers: null, row: d, media: counted(row.id), handled: handled.has(verdictKey(row.id, d)),
    });
  }
  for (const op of ops) {
    const submitted = parseSubmit(op);
    if (!submitted || op.hidden) continue;
    const row = items.get(op.id)?.row ?? null;
    items.set(op.id, {
      id: op.id, form: submitted.form, record: submitted.record ?? null, at: op.created_at, op, row, answers: submitted.answers, media: counted(op.id),
      handled: row !== null && handled.has(verdictKey(op.id, row)),
      customerId: living(row?.customer_id ?? customerOf(submitted.record, submitted.answers, forms.get(submitted.form))),
      stage: stageOf(op, row),
    });
  }
  return [...items.values()].sort((a, b) => b.at - a.at);
}

/** Sent back by the supervisor, and not yet dealt with. */
export function isReturned(item: HistoryItem): boolean {
  return (item.stage === "has_issues" || item.stage === "rejected") && !item.handled && !item.row?.revised_by;
}

function stageOf(op: OutboxOp, row: SubmissionData | null): Stage {
  if (op.state === "refused") return op.result?.state === "dismissed" ? "dismissed" : "refused";
  if (op.state === "waiting") return row ? row.state : "waiting";
  if (row) return row.state;
  return isBlocked(op) ? "held" : "received";
}

/** The customer that a submission is about: the record it edits, or its first reference to a customer. */
export function customerOf(
  record: { kind: string; id: string } | undefined, answers: Answers, definition: FormDefinition | undefined,
): string | null {
  if (record?.kind === "customer") return record.id;
  const field = definition?.fields.find((each) => each.type === "ref" && (each.of ?? "customer") === "customer");
  const answer = answers[field?.name ?? "customer"];
  return typeof answer === "string" ? answer : null;
}

function mediaBySubmission(media: MediaItem[]): Map<string, HistoryItem["media"]> {
  const counts = new Map<string, HistoryItem["media"]>();
  for (const item of media) {
    if (!item.submission_id) continue;
    const sum = counts.get(item.submission_id) ?? { all: 0, sent: 0, failed: 0 };
    sum.all += 1;
    if (item.state === "sent") sum.sent += 1;
    if (item.state === "failed") sum.failed += 1;
    counts.set(item.submission_id, sum);
  }
  return counts;
}
