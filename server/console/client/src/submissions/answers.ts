/** Answers in words, by the definition of their form. */
import type { LegacyUnits } from "@tuyen/sdk";
import type { AdministrativeUnits, Bilingual, FieldOption, FormDefinition, FormField, GpsFix } from "../api/types";
import type { Translate } from "../i18n/translate";
import { formatDay, formatNumber, formatPlace, formatTime } from "../ui/format";

export interface Lookup {
  t: Translate;
  say: (text: Bilingual | string | null | undefined) => string;
  /** Name of a record by its id, where the console knows it. */
  nameOf: (id: string) => string | undefined;
  units: AdministrativeUnits | undefined;
  /** The units before 1 July 2025, where an answer may name one. */
  former?: LegacyUnits | undefined;
  /** The options of a choice list by its key, where they are known. */
  listOf?: (key: string) => FieldOption[] | undefined;
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

function optionText(field: FormField, value: unknown, { say, listOf }: Lookup): string {
  const options = field.options ?? (field.options_from ? listOf?.(field.options_from) : undefined);
  const option = options?.find((choice) => choice.value === value);
  return option ? say(option.label) : plainText(value);
}

function unitText(value: unknown, type: string, { units, former }: Lookup): string {
  const isIt = ([code]: readonly [string, ...unknown[]]) => code === value;
  const present = { province: units?.provinces.find(isIt)?.[1], district: undefined, ward: units?.wards.find(isIt)?.[2] }[type];
  const past = { province: former?.provinces.find(isIt)?.[1], district: former?.districts.find(isIt)?.[2], ward: former?.wards.find(isIt)?.[2] }[type];
  return present ?? past ?? plainText(value);
}

/** Whether answers name a district, which only addresses of before July 2025 have. */
export function isFormerAddress(answers: Answers): boolean {
  return Object.keys(answers).some((name) => name.endsWith("_district"));
}

function recordText(value: unknown, { nameOf }: Lookup): string {
  const id = plainText(value);
  return nameOf(id) ?? `#${id.slice(-6)}`;
}

function eachText(value: unknown, write: (item: unknown) => string): string {
  return Array.isArray(value) ? value.map(write).join(", ") : write(value);
}

function windowText(value: unknown): string {
  const { from, to } = (typeof value === "object" ? value : null) as { from?: string; to?: string };
  return from && to ? `${from} – ${to}` : plainText(value);
}

/** A Vietnamese number in E.164 as people read it: 0903 123 456; others as they are. */
export function phoneText(number: string): string {
  const digits = /^\+84(\d{9,10})$/.exec(number)?.[1];
  if (digits === undefined) return number;
  const national = `0${digits}`;
  return `${national.slice(0, 4)} ${national.slice(4, 7)} ${national.slice(7)}`;
}

/** A number with at most two decimals and its unit. */
function numberText(value: unknown, unit: string, { t }: Lookup): string {
  if (typeof value !== "number") return plainText(value);
  const decimals = Number.isInteger(value) ? 0 : Number.isInteger(value * 10) ? 1 : 2;
  return [formatNumber(value, decimals, t), unit].filter(Boolean).join(" ");
}

/** One answer in words; an empty text when nothing was answered. Groups that repeat are told by `lineOf`. */
export function answerText(field: FormField, value: unknown, lookup: Lookup): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "";
  switch (field.type) {
    case "select":
    case "multi":
      return eachText(value, (item) => optionText(field, item, lookup));
    case "ref":
    case "refs":
      return eachText(value, (item) => recordText(item, lookup));
    case "province":
    case "district":
    case "ward":
      return unitText(value, field.type, lookup);
    case "bool":
      return lookup.t(value === true ? "value.yes" : "value.no");
    case "date":
      return formatDay(plainText(value));
    case "datetime":
      return formatTime(plainText(value));
    case "time_window":
      return windowText(value);
    case "money":
      return numberText(value, "₫", lookup);
    case "percent":
      return numberText(value, "%", lookup);
    case "number":
    case "stepper":
      return numberText(value, lookup.say(field.unit), lookup);
    case "gps":
      return gpsText(value, lookup);
    case "phone":
      return phoneText(plainText(value));
    default:
      return eachText(value, plainText);
  }
}

export interface AnswerLine {
  name: string;
  label: string;
  type: string;
  text: string;
  /** The items of a repeat group, each with its own lines. */
  items?: { label: string; lines: AnswerLine[] }[];
  /** The form has no such field: it came from an older or newer one. */
  isStranger?: boolean;
}

type Answers = Record<string, unknown>;

function isRecord(value: unknown): value is Answers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lines of fields and answers on one level: those of the form in its order, then those that it does not know. */
function linesOf(fields: readonly FormField[], answers: Answers, lookup: Lookup): AnswerLine[] {
  const known = new Set(fields.map(({ name }) => name));
  const strangers = Object.keys(answers).filter((name) => !known.has(name) && name !== "id");
  const lines = fields.filter(({ type }) => type !== "media" && type !== "button").map((field) => lineOf(field, answers[field.name], lookup));
  const strays = strangers.map((name) => ({ ...lineOf(strangerOf(name, answers[name]), answers[name], lookup), isStranger: true }));
  return [...lines, ...strays].filter(({ text, items }) => text !== "" || (items?.length ?? 0) > 0);
}

/** A field for an answer of which nothing is known but its shape. */
function strangerOf(name: string, value: unknown): FormField {
  const isGroup = Array.isArray(value) && value.length > 0 && value.every(isRecord);
  return { name, type: isGroup ? "repeat" : isRecord(value) && !isFix(value) ? "attributes" : isFix(value) ? "gps" : "text", label: { vi: name, en: name } };
}

/** The answered fields in the form's order, without photographs; answers that the form does not know come last. */
export function answerLines(definition: FormDefinition | undefined, answers: Answers, lookup: Lookup): AnswerLine[] {
  return linesOf(definition?.fields ?? [], answers, lookup);
}

function itemsOf(field: FormField, value: unknown, lookup: Lookup): AnswerLine["items"] {
  const rows = Array.isArray(value) ? value.filter(isRecord) : [];
  const title = lookup.say(field.item_label) || lookup.say(field.label);
  return rows.map((row, index) => ({
    label: title.includes("#") ? title.replace(/#n?\d*…?/u, `#${index + 1}`) : `${title} #${index + 1}`,
    lines: linesOf(field.fields ?? [], row, lookup),
  }));
}

/** One field's label and value in words. */
export function lineOf(field: FormField, value: unknown, lookup: Lookup): AnswerLine {
  const line = { name: field.name, label: lookup.say(field.label), type: field.type };
  if (field.type === "repeat") return { ...line, text: "", items: itemsOf(field, value, lookup) ?? [] };
  if (field.type === "attributes" && isRecord(value)) {
    const lines = Object.entries(value).map(([name, cell]) => lineOf(strangerOf(name, cell), cell, lookup));
    return { ...line, text: "", items: lines.length > 0 ? [{ label: "", lines }] : [] };
  }
  return { ...line, text: answerText(field, value, lookup) };
}

/** A repeat group or attributes in one text, for tables of differences. */
export function shortText(field: FormField, value: unknown, lookup: Lookup): string {
  const { text, items = [] } = lineOf(field, value, lookup);
  if (items.length === 0) return text;
  return items.map(({ lines }) => lines.map((line) => (line.items ? line.label : `${line.label}: ${line.text}`)).join(" · ")).join("\n");
}
