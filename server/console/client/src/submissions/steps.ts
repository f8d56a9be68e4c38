/** What a reviewer points at, and its place in the list when it was last there. */
export interface Pointed {
  id: string | null;
  place: number;
}

/**
 * The item `by` places after the pointed one, staying inside the list. When the pointed one has left the list, as
 * reviewed items do, the one that took its place; the first one when nothing was pointed at.
 */
export function stepFrom(items: readonly { id: string }[], { id, place }: Pointed, by: number): Pointed {
  const at = items.findIndex((item) => item.id === id);
  const wanted = at === -1 ? (id === null ? 0 : place) : at + by;
  const next = Math.max(0, Math.min(wanted, items.length - 1));
  return { id: items[next]?.id ?? null, place: next };
}
