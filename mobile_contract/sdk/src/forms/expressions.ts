/**
 * Expressions of forms: CEL, parsed once for each text, evaluated without ever throwing. The server evaluates the same
 * texts (`server/forms/expressions.py`); `mobile_contract/FORMS.md` says what both make of them, and the vectors in
 * `mobile_contract/conformance/forms/` prove it.
 */
import { Environment, type ParseResult } from "@marcbachmann/cel-js";

/** A variable as CEL sees it: whole numbers are bigints (`int`), others numbers (`double`). */
export type Variable = null | boolean | bigint | number | string | Variable[] | { [name: string]: Variable };
export type Variables = Record<string, Variable>;

/** A value that an expression gave, as JSON. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface CompiledExpression {
  source: string;
  /** The variables that it reads. */
  names: ReadonlySet<string>;
  /** How deep its loops over lists nest. */
  macros: number;
  run: ParseResult;
}

export const LONGEST_SOURCE = 2000;
const MOST_STEPS = 1_000_000;
const LARGEST_INT = BigInt(Number.MAX_SAFE_INTEGER);
const MACROS = new Set(["map", "filter", "all", "exists", "exists_one"]);
/** What server and phones have in common; methods with a dot before their names. */
const SHARED = new Set([
  "sum", "round", "add_days", "days_between", "size", "has", "int", "double", "string", "timestamp", "duration",
  ".size", ".matches", ".startsWith", ".endsWith", ".contains", ...[...MACROS].map((name) => `.${name}`),
]);
/** A variable in place of the literal: branches of `?:` may then be null, as the server has it. */
const NOTHING = "nothing_at_all";
const NULL_LITERAL = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\bnull\b/g;
const DAY_MS = 86_400_000;

const environment = new Environment({ unlistedVariablesAreDyn: true })
  .registerFunction("sum(dyn): dyn", sum)
  .registerFunction("round(dyn): dyn", (value: unknown) => rounded(value))
  .registerFunction("add_days(dyn, dyn): dyn", addDays)
  .registerFunction("days_between(dyn, dyn): dyn", daysBetween);

const compiled = new Map<string, CompiledExpression | Error>();

/** The expression of a text; throws where it is none. */
export function compile(source: string): CompiledExpression {
  let found = compiled.get(source);
  if (!found) {
    found = attempt(() => parsed(source));
    compiled.set(source, found);
  }
  if (found instanceof Error) throw found;
  return found;
}

/** The expression of a text, null where there is none or it is none. */
export function compileOr(source: string | undefined): CompiledExpression | null {
  if (source === undefined) return null;
  try {
    return compile(source);
  } catch {
    return null;
  }
}

function parsed(source: string): CompiledExpression {
  if (source.length > LONGEST_SOURCE) throw new Error(`longer than ${LONGEST_SOURCE} characters`);
  const run = environment.parse(source.replace(NULL_LITERAL, (whole, text: string | undefined) => (text === undefined ? NOTHING : whole)));
  const names = new Set<string>();
  const macros = walk(run.ast, new Set([NOTHING]), names);
  return { source, names, macros, run };
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

interface Node { op: string; args: unknown }

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

/** Collects the variables beneath a node that no macro binds; says how deep loops nest in it. */
function walk(value: unknown, bound: ReadonlySet<string>, names: Set<string>): number {
  if (Array.isArray(value)) return Math.max(0, ...value.map((each) => walk(each, bound, names)));
  if (!isNode(value)) return 0;
  if (value.op === "id") {
    if (!bound.has(value.args as string)) names.add(value.args as string);
    return 0;
  }
  if (value.op === "call") known((value.args as [string])[0]);
  if (value.op !== "rcall") return walk(value.args, bound, names);
  const [name, receiver, args] = value.args as [string, Node, Node[]];
  known(`.${name}`);
  const [first] = args;
  const loops = MACROS.has(name) && isNode(first) && first.op === "id";
  const inside = walk(args, loops ? new Set([...bound, first.args as string]) : bound, names);
  return Math.max(walk(receiver, bound, names), inside + (loops ? 1 : 0));
}

function known(name: string): void {
  if (!SHARED.has(name)) throw new Error(`there is no function ${name.replace(".", "")}`);
}

/** What the expression gives, as JSON; null where it cannot be evaluated. */
export function evaluate(expression: CompiledExpression, variables: Variables): Json {
  if (expression.macros > 0 && longest(expression, variables) ** expression.macros > MOST_STEPS) return null;
  const found = attempt(() => expression.run({ ...variables, [NOTHING]: null }) as unknown);
  return found instanceof Error ? null : asJson(found);
}

function longest({ names }: CompiledExpression, variables: Variables): number {
  return Math.max(0, ...[...names].map((name) => lengthOf(variables[name])));
}

function lengthOf(value: Variable | undefined): number {
  if (Array.isArray(value)) return Math.max(value.length, ...value.map(lengthOf));
  return typeof value === "object" && value !== null ? Math.max(0, ...Object.values(value).map(lengthOf)) : 0;
}

/** A JSON value as a variable: whole numbers are `int` however they are written. */
export function asVariable(value: unknown): Variable {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(asVariable);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asVariable(item)]));
  }
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

function asJson(value: unknown): Json {
  if (typeof value === "bigint") return value <= LARGEST_INT && value >= -LARGEST_INT ? Number(value) : null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === "object" && value !== null && isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asJson(item)]));
  }
  return null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function sum(values: unknown): bigint | number | null {
  if (!Array.isArray(values)) return null;
  const numbers = (values as unknown[]).filter((value) => value !== null && value !== undefined);
  if (numbers.every((value) => typeof value === "bigint")) return numbers.reduce((total, value) => total + value, 0n);
  let total = 0;
  for (const value of numbers) {
    if (typeof value !== "bigint" && typeof value !== "number") return null;
    total += Number(value);
  }
  return total;
}

/** The nearest whole number, halves away from zero. */
export function rounded(value: unknown): bigint | null {
  if (typeof value === "bigint") return value;
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  return BigInt(Math.sign(value) * Math.floor(Math.abs(value) + 0.5));
}

function dayNumber(day: unknown): number | null {
  if (typeof day !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(day)) return null;
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day.slice(0, 10)) ? null : date.getTime() / DAY_MS;
}

function addDays(day: unknown, days: unknown): string | null {
  const from = dayNumber(day);
  if (from === null || typeof days !== "bigint") return null;
  const date = new Date((from + Number(days)) * DAY_MS);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1 ? null : date.toISOString().slice(0, 10);
}

function daysBetween(day: unknown, later: unknown): bigint | null {
  const [from, to] = [dayNumber(day), dayNumber(later)];
  return from === null || to === null ? null : BigInt(to - from);
}
