/**
 * Pulling: pages are staged as they come and applied in one transaction when the last has come, so a person never sees
 * half of a change, and a killed tab goes on at the page where it stopped.
 */
import { followAliases } from "./aliases";
import { restartPull } from "./enrol";
import type { Http } from "./http";
import { heldNumbers, keepLeases } from "./leases";
import { HttpProblem } from "./problems";
import { adoptEpoch } from "./epoch";
import { DEFAULT_LIMITS, isBlocked } from "./queue";
import type { Alias, Row, TuyenStore } from "./store";
import { FEED_KINDS, type Change, type PullPage } from "./types";

export interface Pulled { epochChanged: boolean; nextAfterMs: number }
export type PullProgress = (rows: number) => void;

const MOST_RESETS = 3;
/** A server that says "again" for ever is not followed for ever. */
const MOST_PASSES = 20;

/** Pull until complete. `progress` gets the number of rows staged so far, `series` are the numbers that it wants lent. */
export async function pull(
  store: TuyenStore, http: Http, progress: PullProgress = () => undefined, series: string[] = [],
): Promise<Pulled> {
  const pulled: Pulled = { epochChanged: false, nextAfterMs: 0 };
  let rows = 0;
  for (let resets = 0, passes = 0; ;) {
    const asked = await position(store);
    const page = await http
      .json<PullPage>("POST", "/sync/pull", await request(store, asked, series))
      .catch(async (error: unknown) => {
        if (!isReset(error) || ++resets > MOST_RESETS) throw error;
        await restartPull(store);
        return null;
      });
    if (!page) {
      rows = 0;
      continue;
    }
    rows += page.changes.length;
    progress(rows);
    if (!page.complete) {
      await stage(store, page, asked);
      continue;
    }
    pulled.epochChanged = (await apply(store, page, asked)) || pulled.epochChanged;
    pulled.nextAfterMs = page.next_after_ms ?? 0;
    if (!page.again || ++passes >= MOST_PASSES) return pulled;
  }
}

async function request(store: TuyenStore, { cursor, limit, reset }: Position, series: string[]): Promise<string> {
  const held = await heldNumbers(store, series);
  return JSON.stringify({
    cursor, limit, kinds: FEED_KINDS, ...(Object.keys(held).length > 0 ? { held } : {}),
    ...(reset.length > 0 ? { reset } : {}),
  });
}

export function isReset(error: unknown): boolean {
  return error instanceof HttpProblem && error.status === 409 && error.problem.code === "cursor_reset";
}

interface Position { cursor: string | null; limit: number; whole: boolean; reset: string[] }

async function position(store: TuyenStore): Promise<Position> {
  const limit = ((await store.read("limits")) ?? DEFAULT_LIMITS).page_rows;
  const staged = await store.read("stage_cursor");
  if (staged !== undefined) {
    const reset = (await store.read("stage_reset")) ?? [];
    return { cursor: staged, limit, whole: (await store.read("stage_whole")) === true, reset };
  }
  const cursor = (await store.read("cursor")) ?? null;
  const reset = cursor === null ? [] : ((await store.read("reset_kinds")) ?? []);
  return { cursor, limit, whole: cursor === null, reset };
}

async function stage(store: TuyenStore, page: PullPage, asked: Position): Promise<void> {
  await store.transaction("rw", [store.staged, store.meta], async () => {
    await store.staged.add({ page });
    await store.write("stage_cursor", page.cursor);
    await store.write("stage_whole", asked.whole);
    await store.write("stage_reset", asked.reset);
    await keepLeases(store, page.leases);
  });
}

/** Apply everything staged and the last page. True where the server's epoch is another one than before. */
async function apply(store: TuyenStore, last: PullPage, asked: Position): Promise<boolean> {
  const touched = [store.rows, store.aliases, store.staged, store.ops, store.drafts, store.meta];
  return store.transaction("rw", touched, async () => {
    if (asked.whole) {
      await store.rows.clear();
    }
    await store.rows.where("k").noneOf(Object.keys(FEED_KINDS)).delete();
    if (asked.reset.length > 0) await store.rows.where("k").anyOf(asked.reset).delete();
    const staged = await store.staged.orderBy("seq").toArray();
    const merged: Alias[] = [];
    for (const page of [...staged.map((entry) => entry.page), last]) merged.push(...(await applyPage(store, page)));
    await followAliases(store, merged);
    await noticeOutcomes(store, [...staged.map((entry) => entry.page), last]);
    await keepLeases(store, last.leases);
    await forgetStage(store);
    if (asked.whole || asked.reset.length > 0) {
      await store.write("reset_kinds", undefined);
      await store.write("digest_at", undefined);
    }
    await store.write("cursor", last.cursor);
    await store.write("last_pull_at", Date.now());
    await store.write("first_sync_done", true);
    return (await adoptEpoch(store, last.epoch)) || (await settle(store, last.acked_n), false);
  });
}

async function forgetStage(store: TuyenStore): Promise<void> {
  await store.staged.clear();
  for (const key of ["stage_cursor", "stage_whole", "stage_reset"] as const) await store.write(key, undefined);
}

/** The records that the page says were merged into others. */
async function applyPage(store: TuyenStore, page: PullPage): Promise<Alias[]> {
  for (const [kind, ids] of page.remove ?? []) await store.rows.bulkDelete(ids.map((id) => [kind, id]));
  const latest = new Map<string, Change>();
  for (const change of page.changes) latest.set(`${change.k}/${change.id}`, change);
  const put: Row[] = [];
  const gone: [string, string][] = [];
  const merged: Alias[] = [];
  for (const { k, id, v, d, x, into } of latest.values()) {
    if (into) merged.push({ k, id, into });
    if (x || into) gone.push([k, id]);
    else put.push({ k, id, v: v ?? 0, d });
  }
  await store.rows.bulkDelete(gone);
  await store.rows.bulkPut(put);
  // What is there again was parted again.
  await store.aliases.bulkDelete(put.map(({ k, id }) => [k, id]));
  await store.aliases.bulkPut(merged);
  return merged;
}

/** What the server has acknowledged is now in the rows: it need not be laid on top any more. */
async function settle(store: TuyenStore, ackedN: number): Promise<void> {
  const device = await store.read("device");
  await store.ops
    .where("state").equals("answered")
    // What waits for its parent is acknowledged and not in the rows: it stays on top until it is applied.
    // A former enrolment's numbers are another's, but what it was answered is in a completed pull all the same.
    .filter((op) => (op.n <= ackedN || op.device_id !== device?.device_id) && !isBlocked(op))
    .modify({ state: "settled" });
  // A number that the server has seen is never given again, whatever became of this database.
  if (((await store.read("counter")) ?? 0) < ackedN) await store.write("counter", ackedN);
}

/** A submission came in that this phone had seen held or refused: its receipt says something new. */
async function noticeOutcomes(store: TuyenStore, pages: PullPage[]): Promise<void> {
  const came = pages.flatMap((page) => page.changes).filter((change) => change.k === "submission").map((change) => `submit:${change.id}`);
  const ops = await store.ops.bulkGet(came);
  if (ops.some((op) => op && (op.state === "refused" || isBlocked(op)))) await store.write("receipts_at", undefined);
}
