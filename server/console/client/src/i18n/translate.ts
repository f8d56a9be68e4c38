import type { Bilingual } from "../api/types";
import { en } from "./en";
import { type MessageKey, type Messages, vi } from "./vi";

export type Language = "vi" | "en";
export type Values = Record<string, string | number>;
export type Translate = (key: MessageKey, values?: Values) => string;

const CATALOGUE: Record<Language, Messages> = { vi, en };

/** Replaces `{name}` by the value of that name; a name without a value stays readable. Of one, `customer[s]` is one customer. */
export function fill(text: string, values: Values): string {
  const ending = String(values.n) === "1" ? "" : "$1";
  return text.replace(/\[(\w+)\]/g, ending).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function translatorOf(language: Language): Translate {
  return (key, values = {}) => fill(CATALOGUE[language][key], values);
}

/** The text in the language wanted, else in the other one; a plain text is itself; nothing is an empty text. */
export function inLanguage(text: Bilingual | string | null | undefined, language: Language): string {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  return text[language] || text.vi || text.en || "";
}
