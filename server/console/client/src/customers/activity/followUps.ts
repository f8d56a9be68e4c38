/** Exchanges with a customer in the order of time: what took place, and what is agreed. All functions are pure. */
import type { Task, TimelineEntry } from "./types";

export type FollowUp = { at: string; id: string } & ({ task: Task; entry: null } | { task: null; entry: TimelineEntry });

/** What the timeline tells of exchanges; tasks come from their own list, which knows what is still to come. */
export const EXCHANGE_KINDS = ["visit", "call", "submission", "order", "opportunity", "ticket"] as const;

/** Both in one list, the newest first, or the oldest. */
export function inTimeOrder(tasks: readonly Task[], entries: readonly TimelineEntry[], oldestFirst: boolean): FollowUp[] {
  const all: FollowUp[] = [
    ...tasks.map((task) => ({ id: task.id, at: task.due_at, task, entry: null })),
    ...entries.map((entry) => ({ id: entry.id, at: entry.at, task: null, entry })),
  ];
  const sign = oldestFirst ? 1 : -1;
  return all.sort((a, b) => sign * (Date.parse(a.at) - Date.parse(b.at)));
}
