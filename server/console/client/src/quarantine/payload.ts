/** The content of a quarantined operation: read, and mended. Pure. */
import { stopOf } from "./jsonFault";

export interface Content {
  form: string | null;
  version: number | null;
  occurredAt: string | null;
  answers: Record<string, unknown>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the operation says, as far as it can be read; null when it is no JSON object. */
export function read(payload: string): Content | null {
  try {
    const said: unknown = JSON.parse(payload);
    if (!isObject(said)) return null;
    return {
      form: typeof said.form === "string" ? said.form : null,
      version: typeof said.version === "number" ? said.version : null,
      occurredAt: typeof said.occurred_at === "string" ? said.occurred_at : null,
      answers: isObject(said.answers) ? said.answers : {},
    };
  } catch {
    return null;
  }
}

/** The operation indented, where it is JSON; else as it was sent. */
export function legible(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}

export interface Fault {
  line: number;
  column: number;
  reason: string;
}

/** Line and column (from 1) of a place in a text. */
export function placeOf(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** Where a text is no JSON object, null when it is one. */
export function faultOf(text: string): Fault | null {
  try {
    return isObject(JSON.parse(text)) ? null : { line: 1, column: 1, reason: "{…}" };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ...placeOf(text, stopOf(text) ?? text.length), reason: words.replace(/ (in JSON )?at (position|line) .*$/, "") };
  }
}
