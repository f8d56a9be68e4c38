/** The seam to the form runtime of the SDK: what the console asks of it, in the console's own types. */
import {
  type FormContext,
  type FormDefinition,
  type FormInput,
  type Issue,
  initialValues,
  newRow as newRowOf,
  prefill,
  prefilledFrom,
  prepare,
  same,
  settle as settleForm,
} from "@tuyen/sdk";
import type { Choice, FieldDefinition, Form, Row, Values } from "../api/formTypes";
import type { Language, Translate } from "../i18n/translate";
import type { MessageKey } from "../i18n/vi";
import { ZONE_OFFSET, wallTimeOf } from "../ui/format";
import type { Path } from "./context";
import type { Draft } from "./drafts";
import type { Editable } from "./queries";
import { belowInAddress } from "./units";

/** What rules need to know beside the answers. */
export interface Facts {
  provinceOf: (ward: string) => string | undefined;
  choicesOf: (key: string) => Choice[] | undefined;
  /** All that each list offers or ever offered; nothing until the lists are read. */
  choices?: ReadonlyMap<string, ReadonlySet<string>> | undefined;
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
  before?: Values;
  gps?: unknown;
  /** Ids of new files, by the path of their field. */
  media: Record<string, string[]>;
}

type Answered = Pick<Draft, "values" | "readings" | "prefilled">;

function definitionOf(form: Form): FormDefinition {
  return form as unknown as FormDefinition;
}

function inputOf({ values, readings, prefilled }: Answered): FormInput {
  return { values, readings, ...(prefilled ? { prefilled } : {}) } as unknown as FormInput;
}

/** Days and times are those of the organisation, wherever the desk stands. */
function contextOf(facts: Facts, values: Values = {}): FormContext {
  // A former ward may bear the number of a present one elsewhere.
  const isFormer = Object.values(values).includes("legacy");
  return { ...(isFormer ? {} : { provinceOf: facts.provinceOf }), ...(facts.choices && { choices: facts.choices }), now: `${wallTimeOf(new Date().toISOString()).replace(" ", "T")}${ZONE_OFFSET}` };
}

/** The answers of an empty form: its defaults, one row in each group that must have one, the customer it was opened from. */
export function startOf(form: Form, facts: Facts, customerId: string | undefined): Values {
  return initialValues(definitionOf(form), customerId ? { customerId } : {}, contextOf(facts));
}

/** A row with what its cells begin with. */
export function newRow(form: Form, group: FieldDefinition, values: Values): Row {
  return newRowOf(group as never, definitionOf(form), values as never);
}

/** What an edit begins with: the record's fields that the form knows. */
export function prefillOf(form: Form, edited: Editable): Values {
  return prefill(definitionOf(form), (edited.fields ?? {}) as never);
}

/** Fields that take something over from the record that the field `name` refers to. */
export function takersOf(form: Form, name: string): FieldDefinition[] {
  return form.fields.filter((field) => field.prefill?.startsWith(`${name}.`));
}

/** What a chosen record puts into the form. */
export function takenFrom(form: Form, values: Values, name: string, record: unknown): Values {
  return prefilledFrom(definitionOf(form).fields, values as never, { rowOf: () => record }, name);
}

function faultOf({ code, limit, message }: Issue): Fault {
  if (message) return { text: (_, language) => message[language] || message.vi };
  return { text: (t) => t(`fault.${code}` as MessageKey, limit === undefined ? {} : { limit }) };
}

/** What holds now: shown fields, required fields, calculated answers, faults. */
export function settle(form: Form, draft: Answered, facts: Facts): Settled {
  const { values, hidden, required, issues } = settleForm(definitionOf(form), inputOf(draft), contextOf(facts, draft.values));
  return { values, hidden, required, issues: Object.fromEntries(issues.map((issue) => [issue.field, faultOf(issue)])) };
}

/** What is sent. */
export function prepareOf(form: Form, draft: Answered, facts: Facts): Prepared {
  return prepare(definitionOf(form), inputOf(draft), contextOf(facts));
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
  const prefix = parts.slice(0, -1).map((part) => `${part}/`).join("");
  const siblings = parts.slice(0, -1).reduce((fields, part) => (/^\d+$/.test(part) ? fields : (fields.find((field) => field.name === part)?.fields ?? [])), form.fields);
  const found = new Set<string>();
  // A definition in the making may name fields above each other in a ring.
  const gather = (name: string): void => {
    const inAddress = new Set(belowInAddress(name));
    for (const field of siblings) {
      const isBelow = inAddress.has(field.name) || (field.parent === name && field.of !== "update_set");
      if (!isBelow || found.has(field.name)) continue;
      found.add(field.name);
      gather(field.name);
    }
  };
  const name = parts.at(-1) ?? "";
  gather(name);
  found.delete(name);
  return [...found].map((each) => `${prefix}${each}`);
}
