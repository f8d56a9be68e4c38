/** The id that lies `by` places after the pointed one, staying inside the list; the first one when nothing is pointed at. */
export function stepFrom(items: readonly { id: string }[], pointedId: string | null, by: number): string | null {
  const at = items.findIndex((item) => item.id === pointedId);
  const next = at === -1 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1);
  return items[next]?.id ?? null;
}
