/** The days of a month's calendar. Pure; days are YYYY-MM-DD. */

/** What is due on a day. */
export interface DayMarks {
  day: string;
  total: number;
  unfinished: number;
  done: number;
  overdue: number;
}

/** First and last day that a calendar of this month shows: whole weeks, at most six of them. */
export function shownDays(month: string): { from: string; to: string } {
  const [year = 1970, number = 1] = month.split("-").map(Number);
  const first = new Date(Date.UTC(year, number - 1, 1));
  const last = new Date(Date.UTC(year, number, 0));
  const monday = new Date(first.getTime() - ((first.getUTCDay() + 6) % 7) * 86_400_000);
  const sunday = new Date(last.getTime() + ((7 - last.getUTCDay()) % 7) * 86_400_000);
  return { from: monday.toISOString().slice(0, 10), to: sunday.toISOString().slice(0, 10) };
}

/** How a day is marked: late work before open work before work that is done. */
export function toneOf({ overdue, unfinished }: Pick<DayMarks, "overdue" | "unfinished">): "late" | "open" | "done" {
  if (overdue > 0) return "late";
  return unfinished > 0 ? "open" : "done";
}
