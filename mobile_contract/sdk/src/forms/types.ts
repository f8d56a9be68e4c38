/** What an answer of each type looks like; the server's half is `server/forms/rules/types.py`. */
import { fixOf, windowOf } from "../answers";
import type { Answer, Field, FieldType } from "../types";

export const LONGEST_TEXT = 500;
export const LONGEST_LONGTEXT = 20_000;
export const MOST_ROWS = 1000;
const LARGEST_STEP = 2 ** 31 - 1;
const LARGEST_NUMBER = 1e15;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;

export function isEmpty(value: Answer | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.values(value).every((each) => isEmpty(each as Answer));
}

type Test = (field: Field, value: Answer) => boolean;

const isText: Test = (_, value) => typeof value === "string";
const isListOfTexts: Test = (_, value) => Array.isArray(value) && value.every((each) => typeof each === "string");

const TESTS: Record<FieldType, Test> = {
  text: isText, longtext: isText, phone: isText, email: isText, url: isText, province: isText, district: isText, ward: isText,
  date: (_, value) => isDate(value),
  datetime: (_, value) => isMoment(value),
  time_window: (_, value) => {
    const hours = windowOf(value);
    return hours !== null && HOUR.test(hours.from) && HOUR.test(hours.to);
  },
  select: (field, value) => typeof value === "string" && isChoice(field, value),
  multi: (field, value) => Array.isArray(value) && value.every((each) => typeof each === "string" && isChoice(field, each)),
  ref: isText,
  refs: isListOfTexts,
  media: isListOfTexts,
  gps: (_, value) => fixOf(value) !== null,
  bool: (_, value) => typeof value === "boolean",
  stepper: (_, value) => Number.isSafeInteger(value) && Math.abs(value as number) <= LARGEST_STEP,
  money: (_, value) => Number.isSafeInteger(value),
  number: (_, value) => isNumber(value),
  percent: (_, value) => isNumber(value) && value >= 0 && value <= 100 && Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
  attributes: (_, value) => typeof value === "object" && value !== null && !Array.isArray(value),
  repeat: (_, value) => Array.isArray(value) && value.length <= MOST_ROWS && value.every((row) => typeof row === "object"),
  button: () => false,
};

/** Whether a value is an answer to the field; texts of any shape, of a `repeat` only that it is a list of rows. */
export function isWellTyped(field: Field, value: Answer | undefined): boolean {
  return value !== undefined && value !== null && TESTS[field.type](field, value);
}

/** A choice of a list that the organisation keeps is any text here. */
export function isChoice(field: Field, value: string): boolean {
  return field.options_from !== undefined || !field.options || field.options.some((option) => option.value === value);
}

function isNumber(value: Answer): value is number {
  return typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= LARGEST_NUMBER;
}

export function isDate(value: Answer): boolean {
  const date = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value as string);
}

export function isMoment(value: Answer): boolean {
  return typeof value === "string" && MOMENT.test(value) && isDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value));
}

export function isUuid(value: string): boolean {
  return UUID.test(value.trim());
}

/** 8 to 15 digits with an optional +, however they are grouped: mobile, landline, 1800/1900, abroad. */
export function isPhone(value: string): boolean {
  return /^\+?[\d\s().-]+$/.test(value) && /^\d{8,15}$/.test(value.replace(/\D/g, ""));
}

export function isEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);
}

export function isWebAddress(value: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(value.includes("://") ? value : `https://${value}`).protocol) && value.includes(".");
  } catch {
    return false;
  }
}
