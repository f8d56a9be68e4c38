/** The columns of the list of customers: which there are, and which somebody chose. All functions are pure. */
import type { FormDefinition, FormField } from "../../api/types";
import type { MessageKey } from "../../i18n/vi";

export const BUILT_IN = [
  "name", "status", "contact", "owner", "code", "kind", "phone", "email", "address", "pool", "groups", "tags", "source", "rank", "updated_at",
] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

/** What the list shows to whoever has chosen nothing (TM-08). */
export const USUAL: readonly string[] = ["name", "status", "contact", "owner"];

export const FIELD_COLUMN = "field.";

/** Fields that a cell of a table can hold. */
const SIMPLE_TYPES = new Set([
  "text", "longtext", "select", "multi", "bool", "date", "datetime", "time_window", "stepper", "number", "money", "percent", "phone", "email", "url",
]);
/** Fields of the forms that have a column of their own already. */
const TOLD = new Set(["full_name", "phone", "email", "rank", "house_number", "source", "status", "tags", "groups"]);

/** The fields of the customers' forms that can be a column or a filter, each name once, in the forms' order. */
export function fieldsOfCustomers(forms: readonly FormDefinition[]): FormField[] {
  const found = new Map<string, FormField>();
  for (const form of forms) {
    if (form.record?.kind !== "customer") continue;
    for (const field of form.fields) if (SIMPLE_TYPES.has(field.type) && !TOLD.has(field.name) && !found.has(field.name)) found.set(field.name, field);
  }
  return [...found.values()];
}

export function isBuiltIn(column: string): column is BuiltIn {
  return BUILT_IN.some((known) => known === column);
}

/** The chosen columns that still exist; the name always stands first, since rows are opened by it. */
export function shownColumns(chosen: readonly string[] | null | undefined, fields: readonly FormField[]): string[] {
  const known = new Set([...BUILT_IN, ...fields.map(({ name }) => FIELD_COLUMN + name)] as string[]);
  const kept = (chosen && chosen.length > 0 ? chosen : USUAL).filter((column) => known.has(column) && column !== "name");
  return ["name", ...new Set(kept)];
}

export function columnKey(column: BuiltIn): MessageKey {
  return `column.${column}`;
}
