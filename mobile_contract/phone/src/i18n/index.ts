import type { Language, LocalText } from "@tuyen/sdk";
import { createContext, useContext } from "react";

import type { Later } from "./later";
import { vi } from "./vi";

export type TextKey = keyof typeof vi | keyof Later;
export type Catalogue = Record<TextKey, string>;
export type Parameters = Record<string, string | number>;

/** English comes when somebody wants it, most of the Vietnamese with the screens after the first. */
const CATALOGUES: { vi: Partial<Catalogue>; en?: Catalogue } = { vi: { ...vi } };

/** Have a language's texts at hand before it is spoken. */
export async function loadCatalogue(language: Language): Promise<void> {
  if (language === "en") CATALOGUES.en ??= (await import("./english")).english;
}

/** Have the texts of the screens after the first at hand. */
export async function loadLaterTexts(): Promise<void> {
  Object.assign(CATALOGUES.vi, (await import("./later")).later);
}
const LOCALES: Record<Language, string> = { vi: "vi-VN", en: "en-GB" };

export interface Speech {
  language: Language;
  t: (key: TextKey, parameters?: Parameters) => string;
  /** A text of the server, in the person's language. */
  local: (text: LocalText | string | null | undefined) => string;
  /** Hours and minutes; the day too where it is not today. */
  time: (at: number | string) => string;
  day: (at: number | string) => string;
  number: (value: number) => string;
}

export function speak(language: Language): Speech {
  const catalogue = CATALOGUES[language] ?? CATALOGUES.vi;
  const locale = LOCALES[language];
  // Each made once: a phone takes longer to make one than to draw the list whose lines it fills.
  const days = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", year: "numeric" });
  const hours = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const numbers = new Intl.NumberFormat(locale);
  const day = (at: number | string) => said(days, at);
  const shortDay = (at: number | string) => {
    const thisYear = new Date(at).getFullYear() === new Date().getFullYear();
    return thisYear ? day(at).slice(0, 5) : day(at);
  };
  const clock = (at: number | string) => said(hours, at);
  return {
    language,
    t: (key, parameters = {}) => filled(catalogue[key] ?? "", parameters),
    local: (text) => (typeof text === "string" ? text : (text?.[language] ?? text?.vi ?? "")),
    time: (at) => (new Date(at).toDateString() === new Date().toDateString() ? clock(at) : `${clock(at)} ${shortDay(at)}`),
    day,
    number: (value) => numbers.format(value),
  };
}

/** A moment in words; what is none (an answer of an older phone) as it is. */
function said(format: Intl.DateTimeFormat, at: number | string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : format.format(date);
}

/** `{n}` is the parameter, `{n|item|items}` the parameter with the word that fits its number. */
function filled(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = String(parameters[name] ?? "");
    return one === undefined ? value : `${value} ${value === "1" ? one : many}`;
  });
}

export const SpeechContext = createContext<Speech>(speak("vi"));
export const useSpeech = (): Speech => useContext(SpeechContext);

const KEPT = "tuyen.language";

export function chosenLanguage(): Language {
  return localStorage.getItem(KEPT) === "en" ? "en" : "vi";
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
}

/** The catalogue's text where the key exists, for codes that come from the server. */
export function isTextKey(key: string): key is TextKey {
  return key in CATALOGUES.vi;
}
