/** Simple conditions in words and as an expression (Common Expression Language). All functions are pure. */
import type { FieldDefinition, FieldType } from "../api/formTypes";

export const OPERATORS = ["is", "is_not", "filled", "empty", "has", "has_not", "above", "least", "below", "most"] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Condition {
  field: string;
  operator: Operator;
  /** What it is compared with; unused where the operator says it all. */
  value: string;
}

export interface Conditions {
  /** Whether all must hold, or one is enough. */
  all: boolean;
  conditions: Condition[];
}

const SIGN: Partial<Record<Operator, string>> = { is: "==", is_not: "!=", above: ">", least: ">=", below: "<", most: "<=" };
const LISTS = new Set<FieldType>(["multi", "refs", "media"]);
const WHOLE = new Set<FieldType>(["stepper", "money"]);
const BROKEN = new Set<FieldType>(["number", "percent"]);
const ORDERED = new Set<FieldType>([...WHOLE, ...BROKEN, "date", "datetime"]);

/** What may be asked of a field of this type. */
export function operatorsOf(type: FieldType): readonly Operator[] {
  if (LISTS.has(type)) return ["has", "has_not", "filled", "empty"];
  if (type === "repeat" || type === "gps" || type === "time_window" || type === "attributes") return ["filled", "empty"];
  return ORDERED.has(type) ? ["is", "is_not", "above", "least", "below", "most", "filled", "empty"] : ["is", "is_not", "filled", "empty"];
}

export function needsValue(operator: Operator): boolean {
  return operator !== "filled" && operator !== "empty";
}

/** A text as an expression writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}

function literal(value: string, type: FieldType): string {
  if (type === "bool") return value === "true" ? "true" : "false";
  if (WHOLE.has(type)) return String(Math.round(Number(value) || 0));
  if (!BROKEN.has(type)) return quoted(value);
  const number = String(Number(value) || 0);
  return number.includes(".") ? number : `${number}.0`;
}

function written({ field, operator, value }: Condition, type: FieldType): string {
  if (operator === "filled") return `${field} != null`;
  if (operator === "empty") return `${field} == null`;
  if (operator === "has") return `${field} != null && ${quoted(value)} in ${field}`;
  if (operator === "has_not") return `(${field} == null || !(${quoted(value)} in ${field}))`;
  const compared = `${field} ${SIGN[operator] ?? "=="} ${literal(value, type)}`;
  // Nothing is neither more nor less than something.
  return operator === "is" || operator === "is_not" ? compared : `${field} != null && ${compared}`;
}

/** The expression of the conditions; empty where there is none. */
export function expressionOf({ all, conditions }: Conditions, fields: readonly FieldDefinition[]): string {
  const types = new Map(fields.map((field) => [field.name, field.type]));
  const parts = conditions.filter(({ field }) => field !== "").map((condition) => written(condition, types.get(condition.field) ?? "text"));
  return all || parts.length < 2 ? parts.join(" && ") : parts.map((part) => (cut(part, "&&").length > 1 ? `(${part})` : part)).join(" || ");
}

const NAME = "([a-z][a-z0-9_]*)";
const TEXT = "'((?:[^'\\\\]|\\\\.)*)'";
const FORMS: readonly [RegExp, (found: readonly string[]) => Condition | null][] = [
  [new RegExp(`^\\(?${NAME} == null \\|\\| !\\(${TEXT} in \\1\\)\\)?$`), ([field = "", value = ""]) => ({ field, operator: "has_not", value: unquoted(value) })],
  [new RegExp(`^\\(?${NAME} != null && ${TEXT} in \\1\\)?$`), ([field = "", value = ""]) => ({ field, operator: "has", value: unquoted(value) })],
  [new RegExp(`^\\(?${NAME} != null && \\1 (>=|<=|>|<) (?:${TEXT}|(-?\\d+(?:\\.\\d+)?))\\)?$`), ([field = "", sign = "", text, number]) => ordered(field, sign, text, number)],
  [new RegExp(`^${NAME} (==|!=) null$`), ([field = "", sign]) => ({ field, operator: sign === "==" ? "empty" : "filled", value: "" })],
  [new RegExp(`^${NAME} (==|!=|>=|<=|>|<) (?:${TEXT}|(-?\\d+(?:\\.\\d+)?)|(true|false))$`), ([field = "", sign = "", text, number, flag]) => ordered(field, sign, text, number ?? flag)],
  [new RegExp(`^${TEXT} in ${NAME}$`), ([value = "", field = ""]) => ({ field, operator: "has", value: unquoted(value) })],
];

function unquoted(text: string): string {
  return text.replaceAll("\\n", "\n").replace(/\\(.)/g, "$1");
}

function ordered(field: string, sign: string, text: string | undefined, other: string | undefined): Condition | null {
  const operator = OPERATORS.find((each) => SIGN[each] === sign);
  const value = text === undefined ? (other ?? "").replace(/\.0$/, "") : unquoted(text);
  return operator ? { field, operator, value } : null;
}

/** Cuts at a sign that stands outside of brackets and quotes. */
function cut(expression: string, sign: string): string[] {
  const parts: string[] = [];
  let [depth, from, isQuoted] = [0, 0, false];
  for (let at = 0; at < expression.length; at += 1) {
    const letter = expression[at];
    if (letter === "\\") at += 1;
    else if (letter === "'") isQuoted = !isQuoted;
    else if (!isQuoted && letter === "(") depth += 1;
    else if (!isQuoted && letter === ")") depth -= 1;
    else if (!isQuoted && depth === 0 && expression.startsWith(sign, at)) {
      parts.push(expression.slice(from, at).trim());
      from = at + sign.length;
      at = from - 1;
    }
  }
  return [...parts, expression.slice(from).trim()];
}

function one(text: string): Condition | null {
  for (const [form, read] of FORMS) {
    const found = form.exec(text);
    if (found) return read(found.slice(1));
  }
  return null;
}

/** `x != null` that belongs to the comparison after it is put before it again. */
function rejoined(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const guard = /^([a-z][a-z0-9_]*) != null$/.exec(before ?? "")?.[1];
    const isGuarded = guard !== undefined && (new RegExp(`^${guard} (>=|<=|>|<) `).test(part) || part.endsWith(`' in ${guard}`));
    if (isGuarded) joined[joined.length - 1] = `${before} && ${part}`;
    else joined.push(part);
  }
  return joined;
}

function read(parts: readonly string[], all: boolean): Conditions | null {
  const conditions = parts.map(one);
  return conditions.some((each) => each === null) ? null : { all, conditions: conditions as Condition[] };
}

/** The conditions that an expression says, null where it says more than simple conditions can. */
export function conditionsOf(expression: string): Conditions | null {
  const text = expression.trim();
  if (text === "") return { all: true, conditions: [] };
  const either = cut(text, "||");
  if (either.length > 1) return read(either, false);
  return read(rejoined(cut(text, "&&")), true);
}
