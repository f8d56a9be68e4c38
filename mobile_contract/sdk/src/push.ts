/** Pushing: the outbox in the order of its numbers, in batches, until nothing waits. */
import type { Http } from "./http";
import { HttpProblem, TryLater } from "./problems";
import { adoptEpoch } from "./epoch";
import { healthOf, type Health } from "./health";
import { DEFAULT_LIMITS, waiting } from "./queue";
import { receiptKey, receiptOf, wireHash, wireText } from "./receipts";
import type { OutboxOp, TuyenStore } from "./store";
import type { ItemResult, Limits, PushAnswer } from "./types";

/** Shrinks when a batch is too large or does not get through; a full batch is tried again after a success. */
export interface BatchSize { most: number }

/**
 * Push all that waits; return how many operations were answered. Raises `HttpProblem` (401, 403, 409 `cursor_reset`,
 * 5xx …), `Unreachable`, `TryLater`. Whatever is not answered waits on: sending it again is harmless.
 */
export async function push(store: TuyenStore, http: Http, size: BatchSize = { most: Infinity }): Promise<number> {
  let answered = 0;
  for (;;) {
    const limits = (await store.read("limits")) ?? DEFAULT_LIMITS;
    const batch = cut(await waiting(store), limits, size.most);
    if (batch.length === 0) return answered;
    const done = await pushBatch(store, http, batch, size);
    answered += done;
  }
}

/** The first operations that fit into one request; those that stand or fall together are not parted. */
export function cut(ops: OutboxOp[], limits: Limits, most = Infinity): OutboxOp[] {
  const batch: OutboxOp[] = [];
  let bytes = 400;
  for (const group of groups(ops)) {
    bytes += group.reduce((sum, op) => sum + wireBytes(op) + 1, 0);
    const full = batch.length + group.length > Math.min(limits.push_ops, most) || bytes > limits.push_bytes;
    if (batch.length > 0 && full) break;
    batch.push(...group);
  }
  return batch;
}

/** Operations in a row that share a `tx`; every other alone. */
function groups(ops: OutboxOp[]): OutboxOp[][] {
  const found: OutboxOp[][] = [];
  for (const op of ops) {
    const last = found.at(-1);
    if (op.tx !== undefined && last?.[0]?.tx === op.tx) last.push(op);
    else found.push([op]);
  }
  return found;
}

async function pushBatch(store: TuyenStore, http: Http, batch: OutboxOp[], size: BatchSize): Promise<number> {
  const sentAt = Date.now();
  try {
    const gzip = ((await store.read("features")) ?? []).includes("gzip");
    const hashes = await Promise.all(batch.map(wireHash));
    const health = await healthOf(store, http.appVersion);
    const answer = await http.json<PushAnswer>("POST", "/sync/push", await envelope(store, health, batch), gzip);
    size.most = Infinity;
    await store.write("health_told", told(health));
    return await record(store, batch, answer, (sentAt + Date.now()) / 2, hashes);
  } catch (error) {
    if (!(error instanceof HttpProblem)) {
      size.most = halved(batch);
      throw error;
    }
    await recover(store, batch, error, size);
    return 0;
  }
}

/**
 * The batch's operations are the bytes that were first written; the envelope's clocks are of this moment, because the
 * server reads the phone's clock error from them.
 */
async function envelope(store: TuyenStore, health: Health, batch: OutboxOp[]): Promise<string> {
  const head = JSON.stringify({
    epoch: await store.read("epoch"), sent_at: new Date().toISOString(), mono_ms: Math.round(performance.now()), ...health,
  });
  return `${head.slice(0, -1)},"ops":[${batch.map(wireText).join(",")}]}`;
}

/**
 * Where nothing was pushed: say how many files wait when that has changed, so that films which wait for Wi-Fi are
 * known in the office. Raises as `Http.json`.
 */
export async function tellHealth(store: TuyenStore, http: Http): Promise<void> {
  const health = await healthOf(store, http.appVersion);
  if (told(health) !== ((await store.read("health_told")) ?? "0")) await pushNothing(store, http, health);
}

/**
 * Push nothing, to be told the epoch: the one way for a phone that may not read (PUSH-27). What a restored server has
 * forgotten waits again afterwards. Raises as `Http.json`.
 */
export async function askEpoch(store: TuyenStore, http: Http): Promise<void> {
  await pushNothing(store, http, await healthOf(store, http.appVersion));
}

async function pushNothing(store: TuyenStore, http: Http, health: Health): Promise<void> {
  const answer = await http.json<PushAnswer>("POST", "/sync/push", await envelope(store, health, []));
  await store.transaction("rw", [store.ops, store.meta], async () => {
    if (answer.epoch) await adoptEpoch(store, answer.epoch);
    await store.write("health_told", told(health));
  });
}

function told(health: Health): string {
  return String(health.media_waiting);
}

/** Write down what the server said of each; the number that it answered. */
async function record(
  store: TuyenStore, batch: OutboxOp[], answer: PushAnswer, sentAt: number, hashes: string[],
): Promise<number> {
  const byNumber = new Map(answer.results.map((result) => [result.n, result]));
  let patience = false;
  const answered = await store.transaction("rw", [store.ops, store.receipts, store.meta], async () => {
    let count = 0;
    // Before the answers are written: what this server has just taken need not be told to it again.
    if (answer.epoch) await adoptEpoch(store, answer.epoch);
    for (const [index, op] of batch.entries()) {
      const result = byNumber.get(op.n);
      const state = result ? stateAfter(result, op) : "waiting";
      patience ||= result?.s === "retry";
      if (!result || state === "waiting") continue;
      const kept = op.filler ? refusal(op) : state === "answered" && result.s === "quarantined" ? known(op) : result;
      count += await store.ops.update(op.key, { state, result: kept, answered_at: Date.now() });
      const before = await store.receipts.get(receiptKey(op.device_id, op.n));
      await store.receipts.put(receiptOf(op, kept, hashes[index] ?? "", before));
    }
    await store.write("last_push_at", Date.now());
    await store.write("clock_offset_ms", Math.round(Date.parse(answer.server_time) - sentAt));
    return count;
  });
  if (patience || answered === 0) throw new TryLater();
  return answered;
}

function stateAfter(result: ItemResult, op: OutboxOp): OutboxOp["state"] {
  // Sent before under the number of a former enrolment, and the answer was lost: the server has it.
  if (op.renumbered && result.code === "id_reuse") return "answered";
  switch (result.s) {
    case "applied": case "merged": case "conflict": case "blocked":
      return "answered";
    case "duplicate":
      // The first answer again: what was refused then is refused now.
      return result.first === "quarantined" || result.code ? "refused" : "answered";
    case "quarantined":
      return "refused";
    case "retry":
      return "waiting";
    default:
      return "waiting";
  }
}

/** Mend what can be mended, so that the next round goes on; raise what the sync loop must decide. */
async function recover(store: TuyenStore, batch: OutboxOp[], error: HttpProblem, size: BatchSize): Promise<void> {
  const { status, problem } = error;
  if (status === 409 && problem.code === "op_gap") return fillGap(store, batch, Number(problem.expected), error);
  const aboutTheBytes = status === 400 || status === 413 || status === 415 || status === 422;
  if (!aboutTheBytes) throw error;
  if (groups(batch).length > 1) {
    size.most = halved(batch);
    return;
  }
  if (batch.length === 0 || batch.some((op) => op.filler)) throw error;
  // What stands alone, and the server will not read it. A bad operation never stops a good one: its number is
  // filled, it stays on the phone with its data and its reason.
  const code = status === 413 ? "too_large" : problem.code;
  await store.ops.bulkPut(batch.map((op) => ({
    ...op, filler: JSON.stringify({ n: op.n, t: "unreadable", id: op.id }), result: { n: op.n, s: "quarantined", code },
  })));
}

function refusal(op: OutboxOp): ItemResult {
  return op.result ?? { n: op.n, s: "quarantined", code: "unreadable" };
}

/** The server has it from a former enrolment. */
function known(op: OutboxOp): ItemResult {
  return { n: op.n, s: "duplicate", first: "applied" };
}

function halved(batch: OutboxOp[]): number {
  return Math.max(1, Math.floor(batch.length / 2));
}

function wireBytes(op: OutboxOp): number {
  return new TextEncoder().encode(wireText(op)).length;
}

/** The server lacks numbers from `expected` on: send again what is still here, and fill what is not. */
async function fillGap(store: TuyenStore, batch: OutboxOp[], expected: number, error: HttpProblem): Promise<void> {
  const first = batch[0]?.n ?? 0;
  if (!Number.isInteger(expected) || expected >= first) throw error;
  await store.transaction("rw", [store.ops, store.meta], async () => {
    const deviceId = (await store.read("device"))?.device_id ?? "";
    const held = await store.ops.where("n").between(expected, first, true, false).toArray();
    const own = new Map(held.filter((op) => op.device_id === deviceId).map((op) => [op.n, op]));
    for (let n = expected; n < first; n++) {
      const op = own.get(n);
      if (op) await store.ops.update(op.key, { state: "waiting" });
      else await store.ops.put(lostOp(n, deviceId));
    }
  });
}

function lostOp(n: number, deviceId: string): OutboxOp {
  const id = `${deviceId}/${n}`;
  return {
    key: `lost:${id}`, n, device_id: deviceId, t: "lost", id, body: JSON.stringify({ n, t: "lost" }),
    state: "waiting", created_at: Date.now(), hidden: 1,
  };
}
