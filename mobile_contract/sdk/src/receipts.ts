/** The phone's own proof of what it handed in, and what the server made of it later. */
import type { Http } from "./http";
import { sha256Hex } from "./ids";
import type { OutboxOp, Receipt, TuyenStore } from "./store";
import type { ItemResult, ReceiptLine, SubmitOperation } from "./types";

/** As long as the server keeps its ledger of operations. */
const KEEP_RECEIPTS_MS = 180 * 24 * 3_600_000;
const ASK_EVERY_MS = 10 * 60_000;
/** What a supervisor has in quarantine may lie there for months. */
const ASK_OLD_EVERY_MS = 6 * 3_600_000;
const OLD_MS = 24 * 3_600_000;
const PAGE = 500;

/** The bytes that go out for an operation. */
export function wireText(op: OutboxOp): string {
  return op.filler ?? op.body;
}

export async function wireHash(op: OutboxOp): Promise<string> {
  return sha256Hex(new TextEncoder().encode(wireText(op)).buffer);
}

/** The receipt of an operation that was answered just now. */
export function receiptOf(op: OutboxOp, result: ItemResult, sha256: string, before: Receipt | undefined, now = Date.now()): Receipt {
  const submitted = op.t === "submit" ? (JSON.parse(op.body) as SubmitOperation) : null;
  const name = submitted?.answers.full_name ?? submitted?.answers.name;
  const about = submitted?.record?.id ?? submitted?.answers.customer;
  return {
    key: receiptKey(op.device_id, op.n), device_id: op.device_id, n: op.n, t: op.t, id: op.id, form: submitted?.form,
    about: typeof about === "string" ? about : undefined, name: typeof name === "string" ? name : before?.name,
    created_at: op.created_at, answered_at: now, sha256, result: outcome(result), open: 1,
    ...(before?.confirmed ? { confirmed: before.confirmed } : {}),
  };
}

export function receiptKey(deviceId: string, n: number): string {
  return `${deviceId}/${n}`;
}

/** A duplicate is the first answer told again: what counts is what it was. */
export function outcome(result: ItemResult): ItemResult {
  if (result.s !== "duplicate" || !result.first) return result;
  const { first, ...rest } = result;
  return { ...rest, s: first };
}

/**
 * Ask what became of the operations whose outcome is not final, and whether the server holds the same bytes; the number
 * of receipts that changed. Asks seldom by itself, at once when `now` is left to the person (`ask`). Raises as `Http.json`.
 */
export async function confirmReceipts(store: TuyenStore, http: Http, { ask = false, now = Date.now() } = {}): Promise<number> {
  const device = await store.read("device");
  const last = (await store.read("receipts_at")) ?? -Infinity;
  if (!device || (!ask && now - last < ASK_EVERY_MS && last <= now)) return 0;
  const due = (await store.receipts.where("open").equals(1).sortBy("n"))
    .filter((receipt) => receipt.device_id === device.device_id && (ask || isDue(receipt, now)))
    .map((receipt) => receipt.n);
  let changed = 0;
  while (due.length > 0) {
    const from = due[0] ?? 0;
    const { items } = await http.json<{ items: ReceiptLine[] }>("GET", `/sync/receipts?from_n=${from}`);
    changed += await write(store, device.device_id, items, now);
    const upTo = items.length < PAGE ? Infinity : (items.at(-1)?.n ?? Infinity);
    while (due.length > 0 && (due[0] ?? 0) <= upTo) due.shift();
  }
  await store.write("receipts_at", now);
  return changed;
}

function isDue(receipt: Receipt, now: number): boolean {
  const old = now - receipt.answered_at > OLD_MS;
  return !old || now - (receipt.checked_at ?? 0) > ASK_OLD_EVERY_MS;
}

async function write(store: TuyenStore, deviceId: string, lines: ReceiptLine[], now: number): Promise<number> {
  return store.transaction("rw", [store.receipts, store.ops], async () => {
    let changed = 0;
    for (const { sha256, received_at, ...result } of lines) {
      const receipt = await store.receipts.get(receiptKey(deviceId, result.n));
      if (!receipt) continue;
      const newest = outcome(result);
      const later = newest.s !== receipt.result.s || newest.state !== receipt.result.state;
      await store.receipts.put({
        ...receipt, confirmed: { sha256, received_at }, checked_at: now, open: isFinal(newest) ? 0 : 1,
        result: { ...newest, message: newest.message ?? receipt.result.message },
        ...(later ? { first: receipt.first ?? receipt.result.s } : {}),
      });
      if (later) {
        changed += 1;
        await follow(store, receipt, newest);
      }
    }
    return changed;
  });
}

function isFinal(result: ItemResult): boolean {
  if (result.s === "quarantined") return result.state === "released" || result.state === "dismissed";
  return result.s !== "blocked" && result.s !== "retry";
}

/** What was held or refused and has been applied since comes with the next completed pull. */
async function follow(store: TuyenStore, receipt: Receipt, result: ItemResult): Promise<void> {
  const op = await store.ops.where("n").equals(receipt.n).filter((each) => each.device_id === receipt.device_id).first();
  if (!op || op.state === "waiting") return;
  const refused = result.s === "quarantined";
  await store.ops.update(op.key, { result: { ...op.result, ...result }, state: refused ? "refused" : "answered" });
}

/** Receipts for as long as the server keeps its own. */
export async function dropOldReceipts(store: TuyenStore, now = Date.now()): Promise<void> {
  await store.receipts.where("created_at").below(now - KEEP_RECEIPTS_MS).delete();
}
