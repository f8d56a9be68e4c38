/** The seam to the form runtime of the SDK: what the console asks of it, in the console's own types. */
import { initialValues, newId, prefill, prepare, same, validate, type FormDefinition, type FormInput, type Issue } from "@tuyen/sdk";
import type { Choice, FieldDefinition, Form, Values } from "../api/formTypes";
import type { Language, Translate } from "../i18n/translate";
import type { MessageKey } from "../i18n/vi";
import type { Path } from "./context";
import type { Draft } from "./drafts";
import type { Editable } from "./queries";

/** What rules need to know beside the answers. */
export interface Facts {
  provinceOf: (ward: string) => string | undefined;
  choicesOf: (key: string) => Choice[] | undefined;
  attributesOf: (updateSet: string) => FieldDefinition[] | undefined;
}

export interface Fault {
  text: (t: Translate, language: Language) => string;
}

/** The form as its rules leave it. */
export interface Settled {
  /** With what is calculated. */
  values: Values;
  hidden: ReadonlySet<Path>;
  required: ReadonlySet<Path>;
  issues: Record<Path, Fault>;
}

export interface Prepared {
  answers: Values;
  before?: Values | undefined;
  gps?: unknown;
  media: Record<string, string[]>;
}

function definitionOf(form: Form): FormDefinition {
  return form as unknown as FormDefinition;
}

function inputOf({ values, readings, prefilled }: Pick<Draft, "values" | "readings" | "prefilled">): FormInput {
  return { values, readings, ...(prefilled ? { prefilled } : {}) } as unknown as FormInput;
}

/** What a row of a group, or an empty form, begins with. */
export function defaultsOf(_form: Form, fields: readonly FieldDefinition[]): Values {
  return Object.fromEntries(fields.filter((field) => field.default !== undefined && !isExpression(field.default)).map((field) => [field.name, structuredClone(field.default)]));
}

function isExpression(value: unknown): boolean {
  return typeof value === "object" && value !== null && "expr" in value;
}

/** The answers of an empty form: its defaults, one row in each group that must have one, the customer it was opened from. */
export function startOf(form: Form, _facts: Facts, customerId: string | undefined): Values {
  const rows = form.fields.filter((field) => field.type === "repeat" && field.required).map((field) => [field.name, [{ ...defaultsOf(form, field.fields ?? []), id: newId() }]]);
  return { ...(Object.fromEntries(rows) as Values), ...defaultsOf(form, form.fields), ...initialValues(definitionOf(form), customerId ? { customerId } : {}) };
}

/** What an edit begins with: the record's fields that the form knows. */
export function prefillOf(form: Form, edited: Editable): Values {
  return prefill(definitionOf(form), (edited.fields ?? {}) as never);
}

function faultOf(issue: Issue): Fault {
  return { text: (t) => t(`fault.${issue.code}` as MessageKey, issue.limit === undefined ? {} : { limit: issue.limit }) };
}

/** What holds now: shown fields, required fields, calculated answers, faults. */
export function settle(form: Form, draft: Pick<Draft, "values" | "readings" | "prefilled">, facts: Facts): Settled {
  const issues = validate(definitionOf(form), inputOf(draft), facts);
  return {
    values: draft.values,
    hidden: new Set(),
    required: new Set(form.fields.filter((field) => field.required).map(({ name }) => name)),
    issues: Object.fromEntries(issues.map((issue) => [issue.field, faultOf(issue)])),
  };
}

/** What is sent. */
export function prepareOf(form: Form, draft: Draft, _facts: Facts): Prepared {
  return prepare(definitionOf(form), inputOf(draft)) as unknown as Prepared;
}

/** All that a field's rules can see: the answers, and in a row its own cells over them. */
export function scopeAt(values: Values, path: Path): Values {
  const parts = path.split("/").slice(0, -1);
  let scope = values;
  let at: unknown = values;
  for (const part of parts) {
    at = (at as Values | undefined)?.[part];
    if (typeof at === "object" && at !== null && !Array.isArray(at)) scope = { ...scope, ...(at as Values) };
  }
  return scope;
}

/** Paths whose answers no longer hold when another was chosen above them: the ward of another province. */
export function dependants(form: Form, path: Path, before: unknown, after: unknown): Path[] {
  if (same(before as never, after as never)) return [];
  const parts = path.split("/");
  const name = parts.at(-1);
  const prefix = parts.slice(0, -1).map((part) => `${part}/`).join("");
  const siblings = parts.slice(0, -1).reduce((fields, part) => (/^\d+$/.test(part) ? fields : (fields.find((field) => field.name === part)?.fields ?? [])), form.fields);
  const below = siblings.filter((field) => field.parent === name && field.of !== "update_set");
  return below.flatMap((field) => [`${prefix}${field.name}`, ...dependants(form, `${prefix}${field.name}`, before, after)]);
}
