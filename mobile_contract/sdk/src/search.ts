/** Search in lists of some ten thousand records on the phone: diacritics are optional, typed ones rank first. */
import { nationalNumber } from "./telephone";
import { fold, plain } from "./text";

export interface Searchable {
  id: string;
  name: string;
  /** Further texts in which words are looked for: code, address. */
  more?: string[];
  phone?: string | null;
}

interface Entry<T> { item: T; name: string; foldedName: string; rest: string; digits: string; order: number }

export class SearchIndex<T extends Searchable> {
  private entries: Entry<T>[] | null = null;
  private readonly items: T[];
  /** What the last words found: whoever types on narrows it, and looks through no more than that. */
  private last: { words: string[]; entries: Entry<T>[] } | null = null;

  /** Keeps the order of `items` among equals. Folding waits for the first search, or for `prepare`. */
  constructor(items: T[]) {
    this.items = items;
  }

  /** Fold all texts now: some 0.2 s for ten thousand items, to be spent while nobody waits. */
  prepare(): Entry<T>[] {
    this.entries ??= this.items.map((item, order) => ({
      item, order, name: ` ${plain(item.name)}`, foldedName: ` ${fold(item.name)}`,
      rest: ` ${fold((item.more ?? []).join(" "))}`, digits: nationalNumber(item.phone ?? ""),
    }));
    return this.entries;
  }

  find(query: string, most = Infinity): T[] {
    const typed = plain(query.trim()).replace(/\s+/g, " ");
    if (!typed) return this.items.slice(0, most);
    const digits = /^[\d\s+().-]{3,}$/.test(typed) ? nationalNumber(typed) : "";
    const words = fold(typed).split(" ");
    const byRank: Entry<T>[][] = RANKS.map(() => []);
    for (const entry of digits ? this.prepare() : this.among(words)) {
      const rank = rankOf(entry, typed, words, digits);
      if (rank !== null) byRank[rank]?.push(entry);
    }
    // Each rank stands in the order of the items already: nothing is left to sort.
    const hits = byRank.flat();
    if (!digits) this.last = { words, entries: hits.length > 1 ? [...hits].sort((a, b) => a.order - b.order) : hits };
    return hits.slice(0, most).map((entry) => entry.item);
  }

  /** Where these words can be found at all: within what fewer letters of them found. */
  private among(words: string[]): Entry<T>[] {
    const before = this.last;
    const narrows = before?.words.every((word, place) => {
      const now = words[place];
      return now !== undefined && (place === before.words.length - 1 ? now.startsWith(word) : now === word);
    });
    return before && narrows ? before.entries : this.prepare();
  }
}

/** 0 is best. As typed, diacritics and all, comes before any folded hit; names before the rest. */
const RANKS = ["begins", "word begins", "contains", "folded words", "folded", "rest"] as const;

function rankOf<T>(entry: Entry<T>, typed: string, words: string[], digits: string): number | null {
  if (digits && entry.digits.includes(digits)) return entry.digits.startsWith(digits) ? 0 : 1;
  const at = entry.name.indexOf(typed);
  if (at === 1) return 0;
  if (at > 0) return entry.name.includes(` ${typed}`) ? 1 : 2;
  let [inWords, inName] = [true, true];
  for (const word of words) {
    const place = entry.foldedName.indexOf(word);
    if (place < 0) {
      inName = false;
      if (!entry.rest.includes(` ${word}`)) return null;
    } else if (inWords && !entry.foldedName.includes(` ${word}`)) inWords = false;
  }
  if (!inName) return 5;
  return inWords ? 3 : 4;
}
