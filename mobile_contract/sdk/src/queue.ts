/** The outbox: what the person has confirmed becomes an operation, in the same transaction that allots its number. */
import { nextStamp } from "./hlc";
import { localTimestamp } from "./ids";
import { NotKept } from "./problems";
import { KEEP_ACKNOWLEDGED_MS, type OutboxOp, type TuyenStore } from "./store";
import type { Answers, FormDefinition, GpsFix, MediaClaim, Operation, RecordClaim } from "./types";

export const DEFAULT_LIMITS = { push_ops: 500, push_bytes: 1_048_576, op_bytes: 262_144, page_rows: 2_000 };

export interface Submission {
  draftKey: string;
  submissionId: string;
  definition: Pick<FormDefinition, "key" | "version">;
  answers: Answers;
  before?: Answers;
  gps?: GpsFix;
  record?: RecordClaim;
  /** The submission that it corrects. */
  revises?: string;
  /** Submissions in a row with the same value stand or fall together. */
  tx?: string;
  /** Media ids that the answers name, by field. */
  media: Record<string, string[]>;
}

/**
 * Turn a draft into an operation. When the promise resolves the submission is on the disk and may be confirmed; asked
 * twice for the same `submissionId` (a double tap, a second tab), it returns the operation that is already there.
 *
 * Raises `NotKept` where nothing was kept: too large, the storage is full, nobody is signed in.
 */
export async function submit(store: TuyenStore, submission: Submission, now: Date = new Date()): Promise<OutboxOp> {
  try {
    return await store.transaction("rw", [store.meta, store.ops, store.drafts, store.media], async () => {
      const already = await store.ops.get(`submit:${submission.submissionId}`);
      if (already) return already;
      const media = await claims(store, submission.media);
      const op = await append(store, now, (n, hlc) => ({
        n, t: "submit", tx: submission.tx, id: submission.submissionId, form: submission.definition.key,
        version: submission.definition.version, occurred_at: localTimestamp(now), hlc,
        gps: submission.gps, record: submission.record, answers: submission.answers, before: submission.before, media,
        revises: submission.revises,
      }));
      for (const { media_id } of media) {
        await store.media.update(media_id, {
          state: "waiting", submission_id: op.id, n: op.n, draft_key: undefined, sent_bytes: 0,
        });
      }
      await store.drafts.delete(submission.draftKey);
      return op;
    });
  } catch (error) {
    throw asNotKept(error);
  }
}

/** Queue that the person has read a notification; once. */
export async function markRead(store: TuyenStore, notificationId: string, now: Date = new Date()): Promise<void> {
  await store.transaction("rw", [store.meta, store.ops], async () => {
    if (await store.ops.get(`read:${notificationId}`)) return;
    await append(store, now, (n) => ({ n, t: "read", id: notificationId }));
  });
}

/** What waits, in the order of its numbers. */
export async function waiting(store: TuyenStore): Promise<OutboxOp[]> {
  return store.ops.where("state").equals("waiting").sortBy("n");
}

/**
 * What the server has acknowledged in the last 72 hours, and what it lets wait for its parent: told again when it was
 * restored from a backup.
 */
export async function acknowledgedLately(store: TuyenStore): Promise<OutboxOp[]> {
  const since = Date.now() - KEEP_ACKNOWLEDGED_MS;
  const kept = await store.ops.where("state").anyOf("answered", "settled").toArray();
  return kept.filter((op) => (op.answered_at ?? 0) >= since || isBlocked(op));
}

export function isBlocked(op: OutboxOp): boolean {
  return op.result?.s === "blocked" || (op.result?.s === "duplicate" && op.result.first === "blocked");
}

/** The operations as they were made: those of an earlier enrolment first, of one enrolment by their numbers. */
export function inOrderMade(ops: OutboxOp[]): OutboxOp[] {
  const began = new Map<string, number>();
  for (const op of ops) began.set(op.device_id, Math.min(began.get(op.device_id) ?? Infinity, op.created_at));
  const at = (op: OutboxOp) => began.get(op.device_id) ?? 0;
  return [...ops].sort((one, other) => (one.device_id === other.device_id ? one.n - other.n : at(one) - at(other)));
}

/** The same operation at another place of the queue: every body begins with its number. */
export function renumbered(op: OutboxOp, n: number, deviceId: string): OutboxOp {
  const move = (body: string) => body.replace(/^\{"n":\d+/, `{"n":${n}`);
  return { ...op, n, device_id: deviceId, renumbered: 1, body: move(op.body), ...(op.filler ? { filler: move(op.filler) } : {}) };
}

async function append(store: TuyenStore, now: Date, make: (n: number, hlc: string) => Operation): Promise<OutboxOp> {
  const device = await store.read("device");
  if (!device) throw new NotKept("not_signed_in");
  const n = ((await store.read("counter")) ?? 0) + 1;
  // By the phone's own clock, however wrong: the server corrects it by what `sent_at` shows, as it does the times.
  const hlc = nextStamp(await store.read("hlc"), now.getTime(), device.device_id);
  const operation = make(n, hlc);
  const body = JSON.stringify(operation);
  const limits = (await store.read("limits")) ?? DEFAULT_LIMITS;
  if (new TextEncoder().encode(body).length > limits.op_bytes) throw new NotKept("too_large");
  const op: OutboxOp = {
    key: `${operation.t}:${operation.id}`, n, device_id: device.device_id, t: operation.t, id: operation.id,
    ...(operation.t === "submit" && operation.tx !== undefined ? { tx: operation.tx } : {}), body, state: "waiting", created_at: now.getTime(),
  };
  await store.ops.add(op);
  await store.write("counter", n);
  await store.write("hlc", hlc);
  return op;
}

async function claims(store: TuyenStore, media: Record<string, string[]>): Promise<MediaClaim[]> {
  const found: MediaClaim[] = [];
  for (const [field, ids] of Object.entries(media)) {
    for (const item of await store.media.bulkGet(ids)) {
      if (item) found.push({ media_id: item.media_id, field, sha256: item.sha256, size: item.size, type: item.type });
    }
  }
  return found;
}

function asNotKept(error: unknown): unknown {
  const names = [error, (error as { inner?: unknown } | null)?.inner].map((e) => (e as Error | null)?.name);
  return names.includes("QuotaExceededError") ? new NotKept("storage_full", error) : error;
}
