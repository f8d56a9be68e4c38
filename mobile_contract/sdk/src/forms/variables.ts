/** Answers as variables of expressions, and what expressions give as answers. */
import { fixOf, rowsOf } from "../answers";
import type { Answer, Field, FieldType } from "../types";
import { asVariable, rounded, type Json, type Variable } from "./expressions";
import { isEmpty, isWellTyped } from "./types";

const WHOLE = new Set<FieldType>(["stepper", "money"]);
const DOUBLE = new Set<FieldType>(["number", "percent"]);

/** An answer as expressions see it: `int` of whole types, `double` of other numbers, null where it is empty or no answer. */
export function variableOf(field: Field, answer: Answer | undefined): Variable {
  if (isEmpty(answer) || !isWellTyped(field, answer)) return null;
  if (field.type === "repeat") return rowsOf(answer).map((row) => ({ ...cellVariables(field.fields ?? [], row), id: row.id }));
  if (DOUBLE.has(field.type)) return answer as number;
  if (field.type === "gps") {
    const fix = fixOf(answer);
    return fix && { lat: fix.lat, lon: fix.lon };
  }
  return asVariable(answer);
}

export function cellVariables(cells: readonly Field[], row: Record<string, Answer | undefined>): Record<string, Variable> {
  return Object.fromEntries(cells.map((cell) => [cell.name, variableOf(cell, row[cell.name])]));
}

/** What an expression gave, as an answer of the field's type; null where it is none. */
export function answerOf(field: Field, value: Json): Answer {
  const fitted = numeric(field.type, value);
  return isEmpty(fitted as Answer) || !isWellTyped(field, fitted as Answer) ? null : (fitted as Answer);
}

function numeric(type: FieldType, value: Json): Json {
  if (type === "date" && typeof value === "string") return value.slice(0, 10);
  if (!WHOLE.has(type) && !DOUBLE.has(type)) return value;
  if (typeof value !== "number") return null;
  if (WHOLE.has(type)) return Number(rounded(value));
  return type === "percent" ? Number(rounded(value * 100)) / 100 : value;
}
