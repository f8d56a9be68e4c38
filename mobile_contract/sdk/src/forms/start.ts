/** What a form, or a row of a repeat, starts with. */
import { newId } from "../ids";
import type { Answer, Answers, Field, FormDefinition, RepeatRow } from "../types";
import { compileOr, evaluate, type Variables } from "./expressions";
import { outerVariables, type FormContext } from "./settle";
import { isEmpty } from "./types";
import { answerOf, variableOf } from "./variables";

export interface Opened {
  /** The customer that the form was opened from. */
  customerId?: string;
  /** The data of a row that a reference names, for `prefill`: `(kind, id)`. */
  rowOf?: (kind: string, id: string) => unknown;
}

/**
 * The values of an empty form: a customer that it was opened from in its first reference to a customer, defaults, what
 * the named records say, and one row in each repeat that must have one.
 */
export function initialValues(definition: FormDefinition, opened: Opened = {}, context: FormContext = {}): Answers {
  const values = openedFrom(definition, opened);
  const variables = { ...outerVariables({}, context) };
  for (const field of definition.fields) variables[field.name] = variableOf(field, values[field.name]);
  return { ...values, ...withDefaults(definition.fields, values, variables), ...prefilledFrom(definition.fields, values, opened) };
}

function openedFrom(definition: FormDefinition, { customerId }: Opened): Answers {
  if (!customerId) return {};
  const target = definition.fields.find((field) => field.type === "ref" && (field.of ?? "customer") === "customer");
  return target ? { [target.name]: customerId } : {};
}

/** A default may build on one before it. */
function withDefaults(fields: readonly Field[], given: Answers, variables: Variables): Answers {
  const values: Answers = {};
  for (const field of fields) {
    const value = given[field.name] ?? startOf(field, variables);
    if (isEmpty(value)) continue;
    values[field.name] = value;
    variables[field.name] = variableOf(field, value);
  }
  return values;
}

function startOf(field: Field, variables: Variables): Answer {
  if (field.default !== undefined) return defaultOf(field, variables);
  return field.type === "repeat" && field.required ? [rowWith(field, variables)] : null;
}

function defaultOf(field: Field, variables: Variables): Answer {
  const given = field.default as Answer | { expr: string };
  if (typeof given !== "object" || given === null || !("expr" in given)) return structuredClone(given);
  const expression = compileOr(given.expr as string);
  return expression ? answerOf(field, evaluate(expression, variables)) : null;
}

function rowWith(repeat: Field, variables: Variables): RepeatRow {
  const inside: Variables = { ...variables };
  for (const cell of repeat.fields ?? []) inside[cell.name] = null;
  return { id: newId(), ...withDefaults(repeat.fields ?? [], {}, inside) };
}

/** A new row of a repeat: an id and the defaults of its cells, which may read the form's `values`. */
export function newRow(repeat: Field, definition?: FormDefinition, values: Answers = {}, context: FormContext = {}): RepeatRow {
  const variables = outerVariables({}, context);
  for (const field of definition?.fields ?? []) variables[field.name] = variableOf(field, values[field.name]);
  return rowWith(repeat, variables);
}

/** What the records that references name put into the form: `prefill: "customer.fields.phone"`. */
export function prefilledFrom(fields: readonly Field[], values: Answers, opened: Opened, changed?: string): Answers {
  const found: Answers = {};
  for (const field of fields) {
    const [ref = "", ...path] = field.prefill?.split(".") ?? [];
    const source = fields.find((each) => each.name === ref && each.type === "ref");
    const id = values[ref];
    if (!source || typeof id !== "string" || (changed !== undefined && changed !== ref)) continue;
    const value = reached(opened.rowOf?.(source.of ?? "customer", id), path);
    if (!isEmpty(value)) found[field.name] = structuredClone(value) as Answer;
  }
  return found;
}

function reached(row: unknown, path: readonly string[]): Answer | undefined {
  let at = row;
  for (const name of path) at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  return at as Answer | undefined;
}

/** The values of the form when it edits a record: the record's fields that the form knows. */
export function prefill(definition: FormDefinition, recordFields: Answers): Answers {
  const values: Answers = {};
  for (const field of definition.fields) {
    const value = recordFields[field.name];
    if (!isEmpty(value)) values[field.name] = structuredClone(value as Answer);
  }
  return values;
}
