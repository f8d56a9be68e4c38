import type { Organisation } from "../api/organisationTypes";

type Steps = Organisation["steps"];

/** Whether an organisation has only been founded: no customer, and so no visit. */
export function isBeginning(steps: Steps): boolean {
  const open = new Set(steps.filter(({ done }) => !done).map(({ key }) => key));
  return open.has("customer") && open.has("visit");
}

/** Whether some first step is left. */
export function isUnfinished(steps: Steps): boolean {
  return steps.some(({ done }) => !done);
}
