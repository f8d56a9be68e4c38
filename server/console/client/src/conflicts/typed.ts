import type { Conflict } from "../api/types";

const LISTS = new Set(["media", "multi", "refs", "rows"]);

/** Whether both values can be kept together. */
export function canBeBoth({ definition }: Conflict): boolean {
  return LISTS.has(definition.type);
}

/** A repeat group is made on the phone: one of its versions is chosen, or both are kept. */
export function canBeTyped({ definition }: Conflict): boolean {
  return definition.type !== "rows";
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
