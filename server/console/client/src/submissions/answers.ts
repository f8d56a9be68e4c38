/** Answers in words, by the definition of their form. */
import type { AdministrativeUnits, Bilingual, FormDefinition, FormField, GpsFix } from "../api/types";
import type { Translate } from "../i18n/translate";
import { formatDay, formatPlace } from "../ui/format";

export interface Lookup {
  t: Translate;
  say: (text: Bilingual | string | null | undefined) => string;
  /** Name of a record by its id, where the console knows it. */
  nameOf: (id: string) => string | undefined;
  units: AdministrativeUnits | undefined;
}

function isFix(value: unknown): value is GpsFix & { mock?: boolean } {
  return typeof value === "object" && value !== null && "lat" in value && "lon" in value;
}

function gpsText(value: unknown, { t }: Lookup): string {
  if (!isFix(value)) return plainText(value);
  const accuracy = value.accuracy_m === null || value.accuracy_m === undefined ? "" : ` ± ${Math.round(value.accuracy_m)} m`;
  return `${formatPlace(value.lat, value.lon)}${accuracy}${value.mock ? ` (${t("value.mock")})` : ""}`;
}

function plainText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return JSON.stringify(value);
}

function optionText(field: FormField, value: unknown, { say }: Lookup): string {
  const option = field.options?.find((choice) => choice.value === value);
  return option ? say(option.label) : plainText(value);
}

function unitText(value: unknown, type: string, { units }: Lookup): string {
  if (type === "province") return units?.provinces.find(([code]) => code === value)?.[1] ?? plainText(value);
  return units?.wards.find(([code]) => code === value)?.[2] ?? plainText(value);
}

function recordText(value: unknown, { nameOf }: Lookup): string {
  const id = plainText(value);
  return nameOf(id) ?? `#${id.slice(-6)}`;
}

function eachText(value: unknown, write: (item: unknown) => string): string {
  return Array.isArray(value) ? value.map(write).join(", ") : write(value);
}

/** One answer in words; an empty text when nothing was answered. */
export function answerText(field: FormField, value: unknown, lookup: Lookup): string {
  if (value === null || value === undefined || value === "") return "";
  switch (field.type) {
    case "select":
    case "multi":
      return eachText(value, (item) => optionText(field, item, lookup));
    case "ref":
    case "refs":
      return eachText(value, (item) => recordText(item, lookup));
    case "province":
    case "ward":
      return unitText(value, field.type, lookup);
    case "bool":
      return lookup.t(value === true ? "value.yes" : "value.no");
    case "date":
      return formatDay(plainText(value));
    case "gps":
      return gpsText(value, lookup);
    default:
      return eachText(value, plainText);
  }
}

export interface AnswerLine {
  name: string;
  label: string;
  type: string;
  text: string;
}

/** The answered fields in the form's order, without photographs; answers that the form does not know come last. */
export function answerLines(definition: FormDefinition | undefined, answers: Record<string, unknown>, lookup: Lookup): AnswerLine[] {
  const fields = definition?.fields ?? [];
  const strays = Object.keys(answers).filter((name) => !fields.some((field) => field.name === name));
  const known = fields
    .filter((field) => field.type !== "media")
    .map((field) => lineOf(field, answers[field.name], lookup));
  const unknown = strays.map((name) => ({ name, label: name, type: "text", text: plainText(answers[name]) }));
  return [...known, ...unknown].filter((line) => line.text !== "");
}

/** One field's label and value in words. */
export function lineOf(field: FormField, value: unknown, lookup: Lookup): AnswerLine {
  return { name: field.name, label: lookup.say(field.label), type: field.type, text: answerText(field, value, lookup) };
}
