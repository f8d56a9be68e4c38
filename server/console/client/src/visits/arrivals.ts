/** Which items of a list have just come in while the page was open. */

const HIGHLIGHT_MS = 20_000;

export interface Arrivals {
  /** What the list shows; another list starts anew. */
  list: string;
  known: ReadonlySet<string>;
  /** When each late-comer was first seen, in milliseconds. */
  since: ReadonlyMap<string, number>;
}

export const NOTHING_SEEN: Arrivals = { list: "", known: new Set(), since: new Map() };

/** The state after the list was read with these ids; the first reading of a list highlights nothing. */
export function observe(before: Arrivals, list: string, ids: readonly string[], now: number): Arrivals {
  const known = new Set(ids);
  if (before.list !== list) return { list, known, since: new Map() };
  const news = ids.filter((id) => !before.known.has(id));
  if (news.length === 0) return before;
  const since = new Map([...before.since].filter(([, at]) => now - at < HIGHLIGHT_MS));
  for (const id of news) since.set(id, now);
  return { list, known: new Set([...before.known, ...known]), since };
}

export function freshIds(arrivals: Arrivals, now: number): ReadonlySet<string> {
  return new Set([...arrivals.since].filter(([, at]) => now - at < HIGHLIGHT_MS).map(([id]) => id));
}
