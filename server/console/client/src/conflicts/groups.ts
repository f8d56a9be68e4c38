/** Conflicts by the record that they are about. Pure. */
import type { Conflict } from "../api/types";

export interface RecordGroup {
  record: Conflict["record"];
  conflicts: Conflict[];
}

/** The conflicts in groups, in the order in which a first one of each record comes. */
export function byRecord(conflicts: readonly Conflict[]): RecordGroup[] {
  const groups = new Map<string, RecordGroup>();
  for (const conflict of conflicts) {
    const key = `${conflict.record.kind} ${conflict.record.id}`;
    const group = groups.get(key) ?? { record: conflict.record, conflicts: [] };
    group.conflicts.push(conflict);
    groups.set(key, group);
  }
  return [...groups.values()];
}
