import { describe, expect, it } from "vitest";
import { translatorOf } from "../i18n/translate";
import { addDays, dayOf, distanceBetween, formatAgo, formatDay, formatDistance, formatNumber, formatTime, isSilent, startOfDay } from "./format";

const t = translatorOf("en");
const now = new Date("2026-11-21T03:00:00Z"); // 10:00 in Vietnam

describe("days and times of the organisation's zone", () => {
  it("puts a late UTC evening on the next day", () => {
    expect(dayOf(new Date("2026-11-20T17:30:00Z"))).toBe("2026-11-21");
    expect(dayOf(new Date("2026-11-20T16:59:59Z"))).toBe("2026-11-20");
  });

  it("begins a day at 17:00 UTC of the day before", () => {
    expect(new Date(startOfDay("2026-11-21")).toISOString()).toBe("2026-11-20T17:00:00.000Z");
  });

  it("steps over the end of a month and of a year", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  });

  it("writes only what is needed", () => {
    expect(formatTime("2026-11-21T01:05:00Z", now)).toBe("08:05");
    expect(formatTime("2026-11-20T01:05:00Z", now)).toBe("20/11 08:05");
    expect(formatTime("2025-11-20T01:05:00Z", now)).toBe("20/11/2025 08:05");
    expect(formatTime(null, now)).toBe("–");
    expect(formatDay("2026-11-21")).toBe("21/11/2026");
  });

  it("says how long ago", () => {
    expect(formatAgo("2026-11-21T02:59:30Z", now, t)).toBe("just now");
    expect(formatAgo("2026-11-21T02:15:00Z", now, t)).toBe("45 min ago");
    expect(formatAgo("2026-11-19T03:00:00Z", now, t)).toBe("2 days ago");
  });
});

describe("silence", () => {
  it("begins after 24 hours and for those that never spoke", () => {
    expect(isSilent("2026-11-20T03:00:00Z", now)).toBe(false);
    expect(isSilent("2026-11-20T02:59:59Z", now)).toBe(true);
    expect(isSilent(null, now)).toBe(true);
  });
});

describe("numbers", () => {
  it("carry the signs of the language", () => {
    expect(formatNumber(1_234_567.5, 1, translatorOf("vi"))).toBe("1.234.567,5");
    expect(formatNumber(1_234_567.5, 1, t)).toBe("1,234,567.5");
    expect(formatNumber(999, 0, t)).toBe("999");
  });
});

describe("distances", () => {
  it("are close to the geodesic between Hà Nội and Đà Nẵng (about 607 km)", () => {
    const metres = distanceBetween({ lat: 21.0285, lon: 105.8542 }, { lat: 16.0544, lon: 108.2022 });
    expect(metres).toBeGreaterThan(600_000);
    expect(metres).toBeLessThan(612_000);
  });

  it("never read as zero when not known", () => {
    expect(formatDistance(null, t)).toBe("unknown");
    expect(formatDistance(0, t)).toBe("0 m");
    expect(formatDistance(1_240, t)).toBe("1.2 km");
    expect(formatDistance(1_240, translatorOf("vi"))).toBe("1,2 km");
  });
});
