/** Hotlines and their hours. All functions are pure. */
import type { Help, HelpChannel, HelpGuide, HelpHotline } from "../api/organisationTypes";

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const DAY_OF: Record<string, number> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

export const EMPTY_HELP: Help = { hotlines: [], guides: [], channels: [] };

export function newHotline(): HelpHotline {
  return { label: "", phone: "", opens: "07:00", closes: "22:00", days: WEEK };
}

/** Week day (1 is Monday) and time (HH:MM) of an instant in a time zone. */
function placeInWeek(at: Date, zone: string): { day: number; time: string } {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: DAY_OF[parts.weekday ?? ""] ?? 0, time: `${parts.hour}:${parts.minute}` };
}

/** Whether somebody answers now: from the opening minute up to, not with, the closing one. */
export function isOpen({ opens, closes, days }: HelpHotline, at: Date, zone: string): boolean {
  const { day, time } = placeInWeek(at, zone);
  return days.includes(day) && time >= opens && time < closes;
}

/** The days as a stretch where they are one (2–6), else one by one; `word` names a day. */
export function daysText(days: readonly number[], word: (day: number) => string): string {
  const sorted = days.toSorted();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return "";
  const isStretch = sorted.length > 2 && last - first === sorted.length - 1;
  return isStretch ? `${word(first)}–${word(last)}` : sorted.map(word).join(", ");
}

/** How lines without a name of their own are called. */
export interface HelpWords {
  hotline: string;
  guide: (kind: HelpGuide["kind"]) => string;
  channel: (kind: HelpChannel["kind"]) => string;
}

/** Only what says something: lines without a telephone or a link are left out, those without a name get one. */
export function tidied({ hotlines, guides, channels }: Help, words: HelpWords): Help {
  const filled = (text: string) => text.trim() !== "";
  return {
    hotlines: hotlines
      .filter(({ phone, days }) => filled(phone) && days.length > 0)
      .map((line) => ({ ...line, label: line.label.trim() || words.hotline })),
    guides: guides.filter(({ url }) => filled(url)).map((line) => ({ ...line, title: line.title.trim() || words.guide(line.kind) })),
    channels: channels.filter(({ url }) => filled(url)).map((line) => ({ ...line, label: line.label.trim() || words.channel(line.kind) })),
  };
}
