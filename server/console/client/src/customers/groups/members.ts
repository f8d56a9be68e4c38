/** What was added to a group and taken out of it since it was opened. All functions are pure. */
import type { Named } from "../../api/types";

export interface Draft {
  name: string;
  description: string;
  /** Customers to be added, each once. */
  added: Named[];
  removed: ReadonlySet<string>;
}

/** The draft with customers chosen; who was taken out and is chosen again simply stays. */
export function withChosen(draft: Draft, chosen: readonly Named[]): Draft {
  const removed = new Set(draft.removed);
  const known = new Set(draft.added.map(({ id }) => id));
  const fresh = chosen.filter(({ id }) => !removed.delete(id) && !known.has(id) && known.add(id));
  return { ...draft, added: [...draft.added, ...fresh], removed };
}

/** The draft without a customer: one that was only added is forgotten, a member is taken out. */
export function withoutMember(draft: Draft, id: string): Draft {
  if (draft.added.some((one) => one.id === id)) return { ...draft, added: draft.added.filter((one) => one.id !== id) };
  return { ...draft, removed: new Set(draft.removed).add(id) };
}

/** What is lacking before the group can be kept: both texts are required (CV-06). */
export function isComplete({ name, description }: Draft): boolean {
  return name.trim() !== "" && description.trim() !== "";
}
