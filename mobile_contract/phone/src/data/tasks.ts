/** Tasks as the screens read them: with the reports that wait on this phone laid on top. */
import type { KnownRecord, TaskData } from "@tuyen/sdk";

import type { HistoryItem } from "./history";

export interface Task { id: string; v: number | null; d: TaskData; pending: boolean }

export function tasksOf(records: KnownRecord[]): Task[] {
  return records.filter(({ d }) => typeof d.title === "string").map(({ d, ...rest }) => ({ ...rest, d: d as unknown as TaskData }));
}

/** What a report met that its writer could not know: the task was deleted, or given to somebody else. */
export function metMeanwhile({ row }: Pick<HistoryItem, "row">): "deleted" | "moved" | null {
  if (row?.flags?.includes("task_deleted")) return "deleted";
  return row?.flags?.some((flag) => flag === "task_view_only" || flag === "task_not_visible") ? "moved" : null;
}
