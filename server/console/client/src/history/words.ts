/** The history in words. All functions are pure. */
import type { HistoryEntry } from "../api/organisationTypes";
import type { MessageKey } from "../i18n/vi";
import type { Translate } from "../i18n/translate";
import { vi } from "../i18n/vi";
import { formatTime } from "../ui/format";

const ACTION_PREFIX = "history.action.";
const KIND_PREFIX = "history.kind.";
const FIELD_PREFIX = "history.field.";
const VALUE_PREFIX = "history.value.";
/** Fields whose values are codes of ours, not people's words. */
const CODED = new Set(["state", "status", "choice", "outcome"]);
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function known(key: string): key is MessageKey {
  return key in vi;
}

function worded(prefix: string, name: string, t: Translate): string | undefined {
  const key = `${prefix}${name}`;
  return known(key) ? t(key) : undefined;
}

/** What was done, in words; an action without words shows its code. */
export function actionText(action: string, t: Translate): string {
  return worded(ACTION_PREFIX, action, t) ?? action;
}

export function kindText(kind: string | null, t: Translate): string {
  return kind === null ? "" : (worded(KIND_PREFIX, kind, t) ?? kind);
}

/** The actions and kinds that have words, to choose from. */
export const ACTIONS = Object.keys(vi).filter((key) => key.startsWith(ACTION_PREFIX)).map((key) => key.slice(ACTION_PREFIX.length));
export const KINDS = Object.keys(vi).filter((key) => key.startsWith(KIND_PREFIX)).map((key) => key.slice(KIND_PREFIX.length));

export interface ValueWords {
  t: Translate;
  nameOf: (id: string) => string | undefined;
  /** A function right in words. */
  verbOf?: (verb: string) => string | undefined;
}

/** A value of a detail as people read it: names for ids, yes and no, times of the organisation. */
export function valueText(value: unknown, words: ValueWords): string {
  if (value === null || value === undefined || value === "") return words.t("value.none");
  if (typeof value === "boolean") return words.t(value ? "value.yes" : "value.no");
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return stringText(value, words);
  if (Array.isArray(value)) return value.map((item) => valueText(item, words)).join(", ") || words.t("value.none");
  return Object.entries(value)
    .map(([name, item]) => `${fieldText(name, words)}: ${valueText(item, words)}`)
    .join("; ");
}

function stringText(value: string, { nameOf }: ValueWords): string {
  if (ID.test(value)) return nameOf(value) ?? `#${value.slice(-6)}`;
  return INSTANT.test(value) ? formatTime(value) : value;
}

/** A value in words, where the field holds codes: a state, a choice, a merge policy (`form/field`). */
function codedText(field: string, value: unknown, words: ValueWords): string {
  if (typeof value !== "string") return valueText(value, words);
  const prefix = CODED.has(field) ? VALUE_PREFIX : field.includes("/") ? "policy." : null;
  return (prefix && worded(prefix, value, words.t)) ?? valueText(value, words);
}

function fieldText(name: string, { t, verbOf }: ValueWords): string {
  return worded(FIELD_PREFIX, name, t) ?? verbOf?.(name) ?? name;
}

/** Entries one after the other in which the same person did the same to the same record; newest first. */
export interface Run {
  newest: HistoryEntry;
  oldest: HistoryEntry;
  count: number;
}

function isSame(one: HistoryEntry, other: HistoryEntry): boolean {
  const isChange = one.detail !== null && ("before" in one.detail || "after" in one.detail);
  return (
    !isChange &&
    one.action === other.action &&
    one.record_id === other.record_id &&
    one.employee?.id === other.employee?.id &&
    one.device?.id === other.device?.id
  );
}

/** The entries with what only repeats itself, such as a list read again, taken together; a change always stands alone. */
export function runsOf(entries: readonly HistoryEntry[]): Run[] {
  const runs: Run[] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last && isSame(entry, last.oldest)) {
      last.oldest = entry;
      last.count += 1;
    } else {
      runs.push({ newest: entry, oldest: entry, count: 1 });
    }
  }
  return runs;
}

export interface DetailLine {
  field: string;
  label: string;
  before: string | null;
  after: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A change field by field with what stood before; other facts with `before` null. */
export function detailLines(detail: Record<string, unknown> | null, words: ValueWords): DetailLine[] {
  if (detail === null) return [];
  const { before, after, ...facts } = detail;
  const old = isRecord(before) ? before : {};
  const now = isRecord(after) ? after : {};
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].map((field) => ({
    field,
    label: fieldText(field, words),
    before: codedText(field, old[field], words),
    after: codedText(field, now[field], words),
  }));
  const told = Object.entries(facts).map(([field, value]) => ({
    field,
    label: fieldText(field, words),
    before: null,
    after: codedText(field, value, words),
  }));
  return [...changed, ...told];
}
