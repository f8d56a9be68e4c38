import type { RouteAssignment } from "../api/types";

export type Phase = "past" | "current" | "future";

/** Where an assignment stands on a day (YYYY-MM-DD); its first and its last day count. */
export function assignmentPhase({ valid_from, valid_to }: Pick<RouteAssignment, "valid_from" | "valid_to">, today: string): Phase {
  if (valid_from.slice(0, 10) > today) return "future";
  return valid_to !== null && valid_to.slice(0, 10) < today ? "past" : "current";
}
