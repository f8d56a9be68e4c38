/** Rows of a repeated group. All functions are pure. */
import type { Row, Values } from "../api/formTypes";

/** The rows of an answer; a row without an identifier gets its place as one, so that it stays the same row. */
export function rowsOf(value: unknown): Row[] {
  if (!Array.isArray(value)) return [];
  return (value as Values[]).map((row, place) => ({ ...row, id: typeof row.id === "string" ? row.id : String(place + 1) }));
}

export function rowsMoved<Item>(rows: readonly Item[], from: number, to: number): Item[] {
  const row = rows[from];
  const others = rows.filter((_, place) => place !== from);
  return row === undefined ? [...rows] : [...others.slice(0, to), row, ...others.slice(to)];
}

/** `Sản phẩm số #2`: a label that ends in # is followed by the number, another one by # and the number. */
export function rowTitle(label: string, n: number): string {
  return label.endsWith("#") ? `${label}${n}` : `${label} #${n}`.trim();
}
