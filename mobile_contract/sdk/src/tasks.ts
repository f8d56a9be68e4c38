/** Reports on tasks: forms like any other, which one tap fills in. */
import { newId } from "./ids";
import { submit } from "./queue";
import type { KnownRecord } from "./records";
import type { OutboxOp, TuyenStore } from "./store";
import type { Answers, FormDefinition, TaskData } from "./types";

/** A phone that does not hold the form yet reports on its first version: the server accepts every one for ever. */
export const TASK_FORM: Pick<FormDefinition, "key" | "version"> = { key: "task.done", version: 1 };

type Reported = Pick<KnownRecord, "id" | "v"> & { d: { state?: unknown } };

/** Say that a task is done, or open again, without filling in anything. A draft of a longer report stays as it is. */
export function reportTask(
  store: TuyenStore, task: Reported, state: TaskData["state"], form = TASK_FORM, now: Date = new Date(),
): Promise<OutboxOp> {
  return report(store, task, { state }, form, now);
}

function report(store: TuyenStore, { id, v, d }: Reported, answers: Answers, form: typeof TASK_FORM, now: Date): Promise<OutboxOp> {
  const seen = typeof d.state === "string" ? d.state : null;
  return submit(store, {
    draftKey: `tap/${id}`, submissionId: newId(), definition: form, answers, before: { state: seen },
    record: { kind: "task", id, base: v ?? 0 }, media: {},
  }, now);
}

/** What an app of before had kept of a task, to be told by a request of its own. */
export interface TaskWish { id: string; state: TaskData["state"]; result?: string | null; at: string }

/** What an earlier app kept beside the outbox becomes reports, as of when it was said. */
export async function adoptTaskWishes(store: TuyenStore): Promise<void> {
  if ((await store.read("task_wishes")) === undefined) return;
  await store.transaction("rw", [store.meta, store.ops, store.drafts, store.media, store.rows], async () => {
    const wishes = (await store.read("task_wishes")) ?? [];
    for (const { id, state, result, at } of wishes) {
      const row = await store.rows.get(["task", id]);
      const answers = { state, ...(result ? { result } : {}) };
      await report(store, { id, v: row?.v ?? 0, d: row?.d ?? {} }, answers, TASK_FORM, new Date(at));
    }
    if (wishes.length > 0) await store.write("task_wishes", undefined);
  });
}
