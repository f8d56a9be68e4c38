/**
 * Pulling: pages are staged as they come and applied in one transaction when the last has come, so a person never sees
 * half of a change, and a killed tab goes on at the page where it stopped.
 */
import { restartPull } from "./enrol";
import type { Http } from "./http";
import { HttpProblem } from "./problems";
import { DEFAULT_LIMITS, renumbered } from "./queue";
import { KEEP_ACKNOWLEDGED_MS, type Row, type TuyenStore } from "./store";
import { FEED_KINDS, type Change, type PullPage } from "./types";

export interface Pulled { epochChanged: boolean; nextAfterMs: number }
export type PullProgress = (rows: number) => void;

const MOST_RESETS = 3;

/** Pull until complete. `progress` gets the number of rows staged so far. */
export async function pull(store: TuyenStore, http: Http, progress: PullProgress = () => undefined): Promise<Pulled> {
  const pulled: Pulled = { epochChanged: false, nextAfterMs: 0 };
  let rows = 0;
  for (let resets = 0; ;) {
    const asked = await position(store);
    const page = await http
      .json<PullPage>("POST", "/sync/pull", JSON.stringify({ cursor: asked.cursor, limit: asked.limit, kinds: FEED_KINDS }))
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
    if (!page.again) return pulled;
  }
}

export function isReset(error: unknown): boolean {
  return error instanceof HttpProblem && error.status === 409 && error.problem.code === "cursor_reset";
}

interface Position { cursor: string | null; limit: number; whole: boolean }

async function position(store: TuyenStore): Promise<Position> {
  const limit = ((await store.read("limits")) ?? DEFAULT_LIMITS).page_rows;
  const staged = await store.read("stage_cursor");
  if (staged !== undefined) return { cursor: staged, limit, whole: (await store.read("stage_whole")) === true };
  const cursor = (await store.read("cursor")) ?? null;
  return { cursor, limit, whole: cursor === null };
}

async function stage(store: TuyenStore, page: PullPage, asked: Position): Promise<void> {
  await store.transaction("rw", [store.staged, store.meta], async () => {
    await store.staged.add({ page });
    await store.write("stage_cursor", page.cursor);
    await store.write("stage_whole", asked.whole);
  });
}

/** Apply everything staged and the last page. True where the server's epoch is another one than before. */
async function apply(store: TuyenStore, last: PullPage, asked: Position): Promise<boolean> {
  const touched = [store.rows, store.aliases, store.staged, store.ops, store.meta];
  return store.transaction("rw", touched, async () => {
    if (asked.whole) {
      await store.rows.clear();
      await store.aliases.clear();
    }
    const staged = await store.staged.orderBy("seq").toArray();
    for (const page of [...staged.map((entry) => entry.page), last]) await applyPage(store, page);
    await store.staged.clear();
    await store.write("stage_cursor", undefined);
    await store.write("stage_whole", undefined);
    await store.write("cursor", last.cursor);
    await store.write("last_pull_at", Date.now());
    await store.write("first_sync_done", true);
    return (await adoptEpoch(store, last.epoch)) || (await settle(store, last.acked_n), false);
  });
}

async function applyPage(store: TuyenStore, page: PullPage): Promise<void> {
  for (const [kind, ids] of page.remove ?? []) await store.rows.bulkDelete(ids.map((id) => [kind, id]));
  const latest = new Map<string, Change>();
  for (const change of page.changes) latest.set(`${change.k}/${change.id}`, change);
  const put: Row[] = [];
  const gone: [string, string][] = [];
  for (const change of latest.values()) {
    if (change.x) gone.push([change.k, change.id]);
    else put.push({ k: change.k, id: change.id, v: change.v ?? 0, d: change.d });
    if (change.into) await store.aliases.put({ k: change.k, id: change.id, into: change.into });
  }
  await store.rows.bulkDelete(gone);
  await store.rows.bulkPut(put);
}

/** What the server has acknowledged is now in the rows: it need not be laid on top any more. */
async function settle(store: TuyenStore, ackedN: number): Promise<void> {
  const device = await store.read("device");
  await store.ops
    .where("state").equals("answered")
    .filter((op) => op.n <= ackedN && op.device_id === device?.device_id)
    .modify({ state: "settled" });
  // A number that the server has seen is never given again, whatever became of this database.
  if (((await store.read("counter")) ?? 0) < ackedN) await store.write("counter", ackedN);
}

/** Another epoch: the server was restored from a backup. Tell it again what it acknowledged in the last 72 hours. */
async function adoptEpoch(store: TuyenStore, epoch: string): Promise<boolean> {
  const known = await store.read("epoch");
  if (known === epoch) return false;
  await store.write("epoch", epoch);
  if (known === undefined) return false;
  const device = await store.read("device");
  const since = Date.now() - KEEP_ACKNOWLEDGED_MS;
  const kept = await store.ops.where("state").anyOf("answered", "settled").sortBy("n");
  let counter = (await store.read("counter")) ?? 0;
  for (const op of kept.filter((each) => (each.answered_at ?? 0) >= since)) {
    const own = op.device_id === device?.device_id;
    const again = own ? op : renumbered(op, ++counter, device?.device_id ?? "");
    await store.ops.put({ ...again, state: "waiting" });
  }
  await store.write("counter", counter);
  return true;
}
