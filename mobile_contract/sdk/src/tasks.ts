/**
 * Finishing tasks without a network. A task is no form: what the person wishes for it is kept on the phone, laid on top
 * of its row and told to the server until it answers. Told twice it is the same.
 */
import type { Http } from "./http";
import { HttpProblem } from "./problems";
import type { Row, TuyenStore } from "./store";
import type { TaskData } from "./types";

export interface TaskWish { id: string; state: TaskData["state"]; result?: string | null; at: string }

/** Keep what the person wishes for a task; a later wish for it replaces an earlier one. */
export async function wishTask(store: TuyenStore, wish: TaskWish): Promise<void> {
  await store.transaction("rw", store.meta, async () => {
    const others = ((await store.read("task_wishes")) ?? []).filter((each) => each.id !== wish.id);
    await store.write("task_wishes", [...others, wish]);
  });
}

/** Tell the server what waits; the wishes that it has answered. Raises `Unreachable`, and `HttpProblem` where it will do later. */
export async function tellTaskWishes(store: TuyenStore, http: Http): Promise<TaskWish[]> {
  const answered: TaskWish[] = [];
  for (const wish of (await store.read("task_wishes")) ?? []) {
    const { id, state, result } = wish;
    try {
      await http.json("PATCH", `/tasks/${id}`, JSON.stringify({ state, ...(result ? { result } : {}) }));
    } catch (error) {
      // Somebody deleted it or gave it to another: the row, or its absence, tells the person.
      if (!(error instanceof HttpProblem) || error.passing || error.status === 401) throw error;
    }
    answered.push(wish);
  }
  return answered;
}

/** The rows bear what was wished by now. */
export async function forgetTaskWishes(store: TuyenStore, answered: TaskWish[]): Promise<void> {
  if (answered.length === 0) return;
  const told = new Set(answered.map((wish) => `${wish.id} ${wish.at}`));
  await store.transaction("rw", store.meta, async () => {
    const left = ((await store.read("task_wishes")) ?? []).filter((wish) => !told.has(`${wish.id} ${wish.at}`));
    await store.write("task_wishes", left.length > 0 ? left : undefined);
  });
}

/** Rows of tasks with what the person wished laid on top. */
export function tasksView(rows: Row[], wishes: TaskWish[] = []): { id: string; v: number; d: TaskData; pending: boolean }[] {
  const wished = new Map(wishes.map((wish) => [wish.id, wish]));
  return rows.map((row) => {
    const data = row.d as TaskData;
    const wish = wished.get(row.id);
    if (!wish) return { id: row.id, v: row.v, d: data, pending: false };
    return { id: row.id, v: row.v, d: { ...data, state: wish.state, done_at: wish.state === "done" ? wish.at : null }, pending: true };
  });
}
