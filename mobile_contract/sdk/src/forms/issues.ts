/** What is wrong with one answer, apart from the form's own expressions. */
import type { Answer, Answers, Field, LocalText } from "../types";
import {
  isChoice, isDate, isEmail, isMoment, isPhone, isWebAddress, isWellTyped, LONGEST_LONGTEXT, LONGEST_TEXT, MOST_ROWS,
} from "./types";

export type IssueCode =
  | "required" | "bad_email" | "bad_phone" | "bad_url" | "bad_date" | "bad_time" | "bad_number" | "bad_percent" | "bad_answer"
  | "not_an_option" | "too_long" | "too_many" | "too_few" | "too_small" | "too_large" | "gps_not_read" | "gps_not_saved"
  | "ward_elsewhere" | "rule";

/** `field` is its place: `customer`, or `lines/2/product` in a row. `message` is what the form itself says. */
export interface Issue { field: string; code: IssueCode; limit?: number; message?: LocalText }
export type Found = Omit<Issue, "field">;

export interface ValidationContext {
  /** The province code of a ward code, where the geography is on the phone. */
  provinceOf?: (ward: string) => string | undefined;
  /** The values of the choice lists on the phone (`valuesOfLists`); those of a list that is not there are not judged. */
  choices?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A row of kind `choice_list`, as far as it tells values. */
export interface ListedValues { key: string; options?: readonly { value: string }[]; retired?: readonly { value: string }[] }

/** The values that each list offers or ever offered, by its key: an old draft may hold what is offered no more. */
export function valuesOfLists(lists: Iterable<ListedValues>): Map<string, Set<string>> {
  return new Map(Array.from(lists, ({ key, options = [], retired = [] }) => (
    [key, new Set([...options, ...retired].map(({ value }) => value))])));
}

/** What is wrong with an answer that is not empty. */
export function issueOf(field: Field, value: Answer, values: Answers, context: ValidationContext): Found | null {
  if (Array.isArray(value)) return listIssue(field, value, values, context);
  if (typeof value === "string") return textIssue(field, value.trim(), values, context);
  if (typeof value === "number") return numberIssue(field, value);
  return isWellTyped(field, value) ? null : { code: field.type === "time_window" ? "bad_time" : "bad_answer" };
}

function listIssue(field: Field, value: unknown[], values: Answers, context: ValidationContext): Found | null {
  const most = field.max ?? (field.type === "repeat" ? MOST_ROWS : undefined);
  if (most !== undefined && value.length > most) return { code: "too_many", limit: most };
  if (field.min !== undefined && value.length < field.min) return { code: "too_few", limit: field.min };
  if (field.type === "repeat") return null;
  const texts = value.filter((each) => typeof each === "string");
  if (field.type === "multi" && !texts.every((each) => offers(field, each, values, context))) return { code: "not_an_option" };
  return isWellTyped(field, value as Answer) ? null : { code: "bad_answer" };
}

/** Whether a choice may be made beneath the answer of the field that `parent` names. */
function offers(field: Field, value: string, values: Answers, { choices }: ValidationContext): boolean {
  if (!isChoice(field, value)) return false;
  if (field.options_from !== undefined && choices?.get(field.options_from)?.has(value) === false) return false;
  const above = field.parent === undefined ? null : values[field.parent];
  const parent = field.options?.find((option) => option.value === value)?.parent;
  if (parent === undefined || above === null || above === undefined) return true;
  return Array.isArray(above) ? (above as unknown[]).includes(parent) : above === parent;
}

function numberIssue(field: Field, value: number): Found | null {
  if (!isWellTyped(field, value)) return { code: field.type === "percent" ? "bad_percent" : "bad_number" };
  if (field.max !== undefined && value > field.max) return { code: "too_large", limit: field.max };
  return field.min !== undefined && value < field.min ? { code: "too_small", limit: field.min } : null;
}

function textIssue(field: Field, value: string, values: Answers, context: ValidationContext): Found | null {
  switch (field.type) {
    case "email":
      return isEmail(value) ? null : { code: "bad_email" };
    case "phone":
      return isPhone(value) ? null : { code: "bad_phone" };
    case "url":
      return isWebAddress(value) ? null : { code: "bad_url" };
    case "date":
      return isDate(value) ? null : { code: "bad_date" };
    case "datetime":
      return isMoment(value) ? null : { code: "bad_time" };
    case "select":
      return offers(field, value, values, context) ? null : { code: "not_an_option" };
    case "ward":
      return wardIssue(field, value, values, context);
    case "text":
      return tooLong(value, field.max ?? LONGEST_TEXT);
    case "longtext":
      return tooLong(value, field.max ?? LONGEST_LONGTEXT);
    default:
      return isWellTyped(field, value) ? null : { code: "bad_answer" };
  }
}

function tooLong(value: string, limit: number): Found | null {
  return [...value].length > limit ? { code: "too_long", limit } : null;
}

function wardIssue(field: Field, ward: string, values: Answers, context: ValidationContext): Found | null {
  const province = field.parent ? values[field.parent] : undefined;
  const actual = context.provinceOf?.(ward);
  return province && actual && actual !== province ? { code: "ward_elsewhere" } : null;
}
