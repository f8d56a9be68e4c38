/** Which value of two records a merged one keeps, field by field. All functions are pure. */
import type { CustomerDetail, FormField } from "../../api/types";

export type Side = "winner" | "loser";

export interface Difference {
  name: string;
  field: FormField;
  winner: unknown;
  loser: unknown;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function isSame(one: unknown, other: unknown): boolean {
  return (isEmpty(one) && isEmpty(other)) || JSON.stringify(one) === JSON.stringify(other);
}

/** The fields in which two records differ, in the order of `fields`, the first of each name, then those not among them. */
export function differences(winner: CustomerDetail, loser: CustomerDetail, fields: readonly FormField[]): Difference[] {
  const known = new Map([...fields].reverse().map((field) => [field.name, field]));
  const strangers = [...Object.keys(winner.fields), ...Object.keys(loser.fields)].filter((name) => !known.has(name));
  const order = [...new Set([...fields.map(({ name }) => name), ...strangers])];
  return order
    .map((name) => ({
      name,
      field: known.get(name) ?? { name, type: "text", label: { vi: name, en: name } },
      winner: winner.fields[name],
      loser: loser.fields[name],
    }))
    .filter((line) => !isSame(line.winner, line.loser));
}

/** What is kept unless somebody says otherwise: the winner's value, or the loser's where the winner has none. */
export function usualChoices(lines: readonly Difference[]): Record<string, Side> {
  return Object.fromEntries(lines.map(({ name, winner }) => [name, isEmpty(winner) ? "loser" : "winner"]));
}

/** The choices when the records change places: the same values stay chosen. */
export function turned(choices: Record<string, Side>): Record<string, Side> {
  return Object.fromEntries(Object.entries(choices).map(([name, side]) => [name, side === "winner" ? "loser" : "winner"]));
}
