/** The options of a choice: told by the form itself or by a list of the organisation, narrowed by the choice above. */
import type { Answer, Field, FieldOption } from "@tuyen/sdk";

/** The organisation's lists by their keys. */
export type Lists = Map<string, FieldOption[]>;

/** All options of a field, whatever stands in its parent; undefined where its list is not on the phone. */
export function optionsOf(field: Field, lists: Lists | null): FieldOption[] | undefined {
  return field.options_from ? lists?.get(field.options_from) : field.options;
}

/** Those that are offered while its parent has this value; options without a parent always are. */
export function offered(options: FieldOption[], parentValue: Answer | undefined): FieldOption[] {
  return options.filter((option) => option.parent === undefined || option.parent === parentValue || (Array.isArray(parentValue) && (parentValue as unknown[]).includes(option.parent)));
}

export function without<V>(values: Record<string, V>, name: string): Record<string, V> {
  return Object.fromEntries(Object.entries(values).filter(([each]) => each !== name));
}
