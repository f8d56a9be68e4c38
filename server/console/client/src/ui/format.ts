/** How times, distances and places are written. All times are shown in the organisation's zone. */
import type { Translate } from "../i18n/translate";

export const ZONE = "Asia/Ho_Chi_Minh";
/** Vietnam keeps no summer time. */
export const ZONE_OFFSET = "+07:00";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const EARTH_RADIUS_M = 6_371_008.8;

const PARTS = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

function partsOf(at: Date): Record<string, string> {
  return Object.fromEntries(PARTS.formatToParts(at).map((part) => [part.type, part.value]));
}

/** The day in the organisation's zone, as YYYY-MM-DD. */
export function dayOf(at: Date): string {
  const { year, month, day } = partsOf(at);
  return `${year}-${month}-${day}`;
}

/** The day `days` after the given one; both YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The first instant of a day (YYYY-MM-DD) of the organisation's zone, as RFC 3339. */
export function startOfDay(day: string): string {
  return `${day}T00:00:00${ZONE_OFFSET}`;
}

/** `YYYY-MM-DD HH:MM:SS` of an instant in the organisation's zone; empty for what is no time. */
export function wallTimeOf(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const { year, month, day, hour, minute } = partsOf(at);
  return `${year}-${month}-${day} ${hour}:${minute}:00`;
}

/** 14:05 for today's times, 21/11 14:05 for this year's, else with the year. */
export function formatTime(iso: string | null | undefined, now: Date = new Date()): string {
  if (!iso) return "–";
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const { year, month, day, hour, minute } = partsOf(at);
  if (dayOf(at) === dayOf(now)) return `${hour}:${minute}`;
  const date = year === partsOf(now).year ? `${day}/${month}` : `${day}/${month}/${year}`;
  return `${date} ${hour}:${minute}`;
}

/** A day without a time: 21/11/2026. Takes YYYY-MM-DD or a time. */
export function formatDay(day: string | null | undefined): string {
  if (!day) return "–";
  const plain = day.length === 10 ? day : dayOf(new Date(day));
  return plain.split("-").reverse().join("/");
}

export function formatAgo(iso: string, now: Date, t: Translate): string {
  const passed = now.getTime() - Date.parse(iso);
  if (passed < MINUTE_MS) return t("value.now");
  if (passed < HOUR_MS) return t("value.minutes", { n: Math.floor(passed / MINUTE_MS) });
  if (passed < 2 * DAY_MS) return t("value.hours", { n: Math.floor(passed / HOUR_MS) });
  return t("value.days", { n: Math.floor(passed / DAY_MS) });
}

/** A number with grouped thousands and the language's own signs. */
export function formatNumber(value: number, decimals: number, t: Translate): string {
  const [whole = "", fraction] = value.toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, t("number.group"));
  return fraction === undefined ? grouped : `${grouped}${t("number.decimal")}${fraction}`;
}

/** Metres up to a kilometre, then kilometres with one decimal. */
export function formatDistance(metres: number | null | undefined, t: Translate): string {
  if (metres === null || metres === undefined) return t("value.unknown");
  if (metres < 1_000) return t("value.metres", { n: Math.round(metres) });
  return t("value.kilometres", { n: formatNumber(metres / 1_000, 1, t) });
}

export function formatPlace(lat: number, lon: number): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

export interface Place {
  lat: number;
  lon: number;
}

/** Metres between two places on the mean sphere (haversine). */
export function distanceBetween(a: Place, b: Place): number {
  const radians = Math.PI / 180;
  const halfLat = ((b.lat - a.lat) * radians) / 2;
  const halfLon = ((b.lon - a.lon) * radians) / 2;
  const chord =
    Math.sin(halfLat) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(halfLon) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(chord));
}

/** True when something with this last contact has said nothing for more than 24 hours, or never spoke. */
export function isSilent(lastSeen: string | null, now: Date): boolean {
  return lastSeen === null || now.getTime() - Date.parse(lastSeen) > DAY_MS;
}
