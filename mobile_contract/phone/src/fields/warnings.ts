/** What is told at a field and hinders nothing, apart from what must be mended first. Pure. */
import type { Field, FormDefinition, Issue } from "@tuyen/sdk";

export interface Parted { faults: Issue[]; warnings: Issue[] }

/**
 * A choice that its list never offered may be what the record holds, or the list on the phone may be an old one: whoever
 * fills the form in is told, and hands in as he likes; the server flags it.
 */
export function parted(form: FormDefinition, issues: readonly Issue[]): Parted {
  const isWarning = (issue: Issue) => issue.code === "not_an_option" && fieldAt(form.fields, issue.field)?.options_from !== undefined;
  return { faults: issues.filter((issue) => !isWarning(issue)), warnings: issues.filter(isWarning) };
}

function fieldAt(fields: readonly Field[], place: string): Field | undefined {
  const [name, , ...rest] = place.split("/");
  const found = fields.find((field) => field.name === name);
  return rest.length > 0 ? fieldAt(found?.fields ?? [], rest.join("/")) : found;
}
