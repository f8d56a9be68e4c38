/**
 * The form runtime: what a form starts with, what is wrong with it, and what of it is sent. Pure functions over a
 * definition, the typed values and the positions that were read but not saved.
 */
import { idsOf } from "./answers";
import type { Answer, Answers, Field, FormDefinition, GpsFix } from "./types";

export type IssueCode =
  | "required" | "bad_email" | "bad_phone" | "bad_url" | "bad_date" | "not_an_option" | "too_long" | "too_many"
  | "too_small" | "too_large" | "gps_not_read" | "gps_not_saved" | "ward_elsewhere";

export interface Issue { field: string; code: IssueCode; limit?: number }

export interface FormInput {
  values: Answers;
  /** Positions read and not saved, by field. */
  readings: Record<string, GpsFix>;
  /** Present in an edit: what the form was prefilled with. */
  prefilled?: Answers;
}

export interface ValidationContext {
  /** The province code of a ward code, where the geography is on the phone. */
  provinceOf?: (ward: string) => string | undefined;
}

export interface PreparedAnswers {
  answers: Answers;
  before?: Answers;
  gps?: GpsFix;
  /** Media ids by field. */
  media: Record<string, string[]>;
}

const LONGEST_TEXT = 500;
const LONGEST_LONGTEXT = 20_000;

/** The values of an empty form; a customer that it was opened from fills its first reference to a customer. */
export function initialValues(definition: FormDefinition, opened: { customerId?: string } = {}): Answers {
  const target = opened.customerId
    ? definition.fields.find((field) => field.type === "ref" && (field.of ?? "customer") === "customer")
    : undefined;
  return target && opened.customerId ? { [target.name]: opened.customerId } : {};
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

export function isEmpty(value: Answer | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

/** What is wrong, in the order of the fields; at most one issue a field. */
export function validate(definition: FormDefinition, input: FormInput, context: ValidationContext = {}): Issue[] {
  return definition.fields.flatMap((field) => {
    const issue = issueOf(field, input, context);
    return issue ? [{ field: field.name, ...issue }] : [];
  });
}

type Found = Omit<Issue, "field"> | null;

function issueOf(field: Field, input: FormInput, context: ValidationContext): Found {
  const value = input.values[field.name];
  if (isEmpty(value)) return field.required ? missing(field, input) : null;
  if (input.prefilled && same(value, input.prefilled[field.name])) return null; // not sent, so not judged
  if (Array.isArray(value)) return listIssue(field, idsOf(value));
  if (typeof value === "number") return numberIssue(field, value);
  if (typeof value === "string") return textIssue(field, value.trim(), input.values, context);
  return null;
}

function missing(field: Field, input: FormInput): Found {
  if (field.type !== "gps") return { code: "required" };
  return { code: input.readings[field.name] ? "gps_not_saved" : "gps_not_read" };
}

function listIssue(field: Field, value: string[]): Found {
  if (field.max !== undefined && value.length > field.max) return { code: "too_many", limit: field.max };
  const known = field.options?.map((option) => option.value);
  return known && !value.every((each) => known.includes(each)) ? { code: "not_an_option" } : null;
}

function numberIssue(field: Field, value: number): Found {
  if (field.max !== undefined && value > field.max) return { code: "too_large", limit: field.max };
  if (field.min !== undefined && value < field.min) return { code: "too_small", limit: field.min };
  return null;
}

function textIssue(field: Field, value: string, values: Answers, context: ValidationContext): Found {
  switch (field.type) {
    case "email":
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : { code: "bad_email" };
    case "phone":
      return isPhone(value) ? null : { code: "bad_phone" };
    case "url":
      return isWebAddress(value) ? null : { code: "bad_url" };
    case "date":
      return isDate(value) ? null : { code: "bad_date" };
    case "select":
      return !field.options || field.options.some((o) => o.value === value) ? null : { code: "not_an_option" };
    case "ward":
      return wardIssue(field, value, values, context);
    case "text":
      return tooLong(value, field.max ?? LONGEST_TEXT);
    case "longtext":
      return tooLong(value, field.max ?? LONGEST_LONGTEXT);
    default:
      return null;
  }
}

function tooLong(value: string, limit: number): Found {
  return value.length > limit ? { code: "too_long", limit } : null;
}

function wardIssue(field: Field, ward: string, values: Answers, context: ValidationContext): Found {
  const province = field.parent ? values[field.parent] : undefined;
  const actual = context.provinceOf?.(ward);
  return province && actual && actual !== province ? { code: "ward_elsewhere" } : null;
}

/** 8 to 15 digits with an optional +, however they are grouped: mobile, landline, 1800/1900, abroad. */
function isPhone(value: string): boolean {
  return /^\+?[\d\s().-]+$/.test(value) && /^\d{8,15}$/.test(value.replace(/\D/g, ""));
}

function isWebAddress(value: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(value.includes("://") ? value : `https://${value}`).protocol) && value.includes(".");
  } catch {
    return false;
  }
}

function isDate(value: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/**
 * What is sent. A new form sends every answer; an edit sends only the answers that changed, with what they were in
 * `before` (null where the field was empty). A position that was read and not saved is not among them.
 */
export function prepare(definition: FormDefinition, input: FormInput): PreparedAnswers {
  const answers: Answers = {};
  const before: Answers = {};
  for (const field of definition.fields) {
    const value = tidy(field, input.values[field.name]);
    if (!input.prefilled) {
      if (!isEmpty(value)) answers[field.name] = value;
      continue;
    }
    const prefilled = input.prefilled[field.name];
    if (same(value, prefilled)) continue;
    answers[field.name] = isEmpty(value) ? null : value;
    before[field.name] = prefilled ?? null;
  }
  const changed = definition.fields.filter((field) => field.name in answers);
  const position = changed.find((field) => field.type === "gps" && answers[field.name]);
  return {
    answers,
    ...(input.prefilled ? { before } : {}),
    ...(position ? { gps: answers[position.name] as GpsFix } : {}),
    media: mediaOf(changed, answers, input.prefilled),
  };
}

/** True where finishing the form would send nothing. */
export function nothingToSend(prepared: PreparedAnswers): boolean {
  return Object.keys(prepared.answers).length === 0;
}

/** Of the files named, those that are new: a picture that the record had already is not bound again. */
function mediaOf(fields: Field[], answers: Answers, prefilled: Answers | undefined): Record<string, string[]> {
  const media: Record<string, string[]> = {};
  for (const field of fields.filter((each) => each.type === "media")) {
    const had = idsOf(prefilled?.[field.name]);
    if (Array.isArray(answers[field.name])) media[field.name] = idsOf(answers[field.name]).filter((id) => !had.includes(id));
  }
  return media;
}

function tidy(field: Field, value: Answer | undefined): Answer {
  if (typeof value !== "string") return value ?? null;
  const text = value.normalize("NFC").trim();
  return field.type === "url" && text && !text.includes("://") ? `https://${text}` : text;
}

/** Equal as answers: empty equals absent, the order of keys does not matter. */
export function same(a: Answer | undefined, b: Answer | undefined): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  return canonical(a) === canonical(b);
}

function canonical(value: Answer | undefined): string {
  if (value === null || value === undefined || typeof value !== "object" || Array.isArray(value)) {
    return JSON.stringify(typeof value === "string" ? value.normalize("NFC").trim() : (value ?? null));
  }
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
