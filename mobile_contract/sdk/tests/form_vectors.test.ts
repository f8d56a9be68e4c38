/** The phone and the server make the same of forms: both prove the vectors of the contract. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { compile, evaluate, prepare, settle, validate, type FormInput } from "../src/forms";
import { asVariable, type Variables } from "../src/forms/expressions";
import { variableOf } from "../src/forms/variables";
import type { Answer, Answers, Field, FieldOption, FieldType, FormDefinition } from "../src/types";

type Types = Record<string, FieldType | Record<string, FieldType>>;
interface ShortField extends Omit<Partial<Field>, "options" | "constraints"> {
  type: FieldType;
  options?: (string | { value: string; parent?: string })[];
  constraints?: string[];
  cells?: ShortField[] | Record<string, FieldType>;
}
interface Setting { today: string; now: string; record?: Answers | null }
interface ExpressionVector { expr: string; answers: Answers; gives: unknown }
interface JudgingVector { name: string; fields: ShortField[]; answers: Answers; editing?: boolean; record?: Answers; hidden: string[]; flags: string[]; fit: Answers }

const LABEL = { vi: "x", en: "x" };

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../conformance/forms/${name}.json`, import.meta.url), "utf-8")) as T;
}

/** A field written in full: vectors leave labels out, and name cells by their types alone. */
function field({ cells, options, constraints, ...short }: ShortField): Field {
  const inner = cells && (Array.isArray(cells) ? cells : Object.entries(cells).map(([name, type]) => ({ name, type })));
  return {
    name: "f", label: LABEL, ...short,
    ...(inner ? { fields: inner.map(field) } : {}),
    ...(options ? { options: options.map((one): FieldOption => ({ label: LABEL, ...(typeof one === "string" ? { value: one } : one) })) } : {}),
    ...(constraints ? { constraints: constraints.map((check) => ({ check, message: LABEL })) } : {}),
  };
}

function fieldsOf(types: Types): Field[] {
  return Object.entries(types).map(([name, type]) => field(typeof type === "string" ? { name, type } : { name, type: "repeat", cells: type }));
}

function formOf(fields: Field[]): FormDefinition {
  return { key: "test", version: 1, title: LABEL, module: "test", record: null, actions: ["finish_exit"], fields };
}

function given(fields: Field[], answers: Answers, { today, now, record }: Setting): Variables {
  const own = Object.fromEntries(fields.map((one) => [one.name, variableOf(one, answers[one.name])]));
  return { ...own, today, now, record: asVariable(record ?? null) };
}

const EXPRESSIONS = read<Setting & { fields: Types; vectors: ExpressionVector[] }>("expressions");
const TYPES = read<{ vectors: { field: ShortField; right: Answer[]; wrong: Answer[] }[] }>("types").vectors;
const JUDGING = read<Setting & { lists: Record<string, string[]>; vectors: JudgingVector[] }>("judging");
const SHIPPED = read<Setting & { vectors: { expr: string; fields: Types; cases: { answers: Answers; gives: unknown }[] }[] }>("shipped");

describe("an expression gives what the contract says", () => {
  it.each(EXPRESSIONS.vectors)("$expr of $answers is $gives", ({ expr, answers, gives }) => {
    expect(evaluate(compile(expr), given(fieldsOf(EXPRESSIONS.fields), answers, EXPRESSIONS))).toEqual(gives);
  });

  it.each(SHIPPED.vectors)("$expr, as it is shipped", ({ expr, fields, cases }) => {
    for (const { answers, gives } of cases) {
      expect(evaluate(compile(expr), given(fieldsOf(fields), answers, SHIPPED))).toEqual(gives);
    }
  });
});

describe("a type takes what the contract says", () => {
  it.each(TYPES)("$field", ({ field: short, right, wrong }) => {
    const form = formOf([field(short)]);
    const found = (f: Answer) => validate(form, { values: { f }, readings: {} });
    for (const answer of right) expect([answer, found(answer)]).toEqual([answer, []]);
    for (const answer of wrong) expect([answer, found(answer).length > 0]).toEqual([answer, true]);
  });
});

describe("a form is judged as the contract says", () => {
  const inputOf = ({ answers, editing, record }: JudgingVector): FormInput => (
    editing ? { values: { ...record, ...answers }, readings: {}, prefilled: record ?? {} } : { values: answers, readings: {} });
  const choices = new Map(Object.entries(JUDGING.lists).map(([key, values]) => [key, new Set(values)]));
  const contextOf = ({ record }: JudgingVector) => ({ today: JUDGING.today, now: JUDGING.now, record: record ?? null, choices });

  it.each(JUDGING.vectors)("$name", (vector) => {
    const form = formOf(vector.fields.map(field));
    const settled = settle(form, inputOf(vector), contextOf(vector));
    expect([...settled.hidden].sort()).toEqual([...vector.hidden].sort());
    const flags = settled.issues.map(({ field: place, code }) => `${code === "required" ? "missing" : "wrong"}:${place}`);
    expect(flags).toEqual(vector.flags.map((flag) => (flag.startsWith("field_missing") ? flag.slice("field_".length) : flag.replace(/^[^:]*/, "wrong"))));
  });

  it.each(JUDGING.vectors.filter(({ flags }) => flags.length === 0))("$name: what is sent is what the server takes", (vector) => {
    const form = formOf(vector.fields.map(field));
    expect(prepare(form, inputOf(vector), contextOf(vector)).answers).toEqual(vector.fit);
  });
});

it.each(["name.trim()", "math.greatest(1, 2)", "name =", "x.map(", "a".repeat(2001)])("%s is no expression of a form", (source) => {
  expect(() => compile(source)).toThrow();
});
