import type { Translate } from "../i18n/translate";

const MINUTE_MS = 60_000;

/** A stretch of time as people say it: 40 min, 5 h, 3 days. */
export function spanText(ms: number, t: Translate): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 60) return t("span.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t("span.hours", { n: hours }) : t("span.days", { n: Math.floor(hours / 24) });
}
