/** Until when a share holds. All functions are pure. */
import type { Translate } from "../i18n/translate";
import { addDays, dayOf, formatDay, formatTime, startOfDay } from "../ui/format";

/** The instant at which a day (YYYY-MM-DD) of the organisation's zone is over. */
export function endOfDay(day: string): string {
  return startOfDay(addDays(day, 1));
}

/** "until the end of 30/11/2026", or the time where it is not the end of a day. */
export function untilText(iso: string, t: Translate): string {
  const day = dayOf(new Date(iso));
  const isEndOfDay = Date.parse(startOfDay(day)) === Date.parse(iso);
  return isEndOfDay ? t("share.ends.day", { day: formatDay(addDays(day, -1)) }) : t("share.ends", { at: formatTime(iso) });
}
