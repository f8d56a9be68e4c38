/** The builder's own look at expressions, before the server's. */
import { compile } from "@tuyen/sdk";

/** What every expression knows besides the fields. */
export const OUTER_NAMES = ["today", "now", "record"] as const;

export interface ExpressionFault {
  kind: "syntax" | "unknown";
  /** The parser's words, or the names that nothing has. */
  detail: string;
}

/** What is wrong with an expression; null where nothing is, or nothing is written. */
export function expressionFault(expression: string, names: readonly string[]): ExpressionFault | null {
  if (expression.trim() === "") return null;
  try {
    const known = new Set<string>([...names, ...OUTER_NAMES]);
    const unknown = [...compile(expression).names].filter((name) => !known.has(name));
    return unknown.length > 0 ? { kind: "unknown", detail: unknown.join(", ") } : null;
  } catch (error) {
    return { kind: "syntax", detail: error instanceof Error ? (error.message.split("\n")[0] ?? "") : "" };
  }
}
