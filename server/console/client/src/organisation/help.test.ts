import { describe, expect, it } from "vitest";
import { daysText, isOpen, newHotline, tidied } from "./help";

const ZONE = "Asia/Ho_Chi_Minh";
const line = { ...newHotline(), phone: "0973090393" };

describe("a hotline from 7:00 to 22:00", () => {
  it.each([
    ["2026-11-21T00:00:00Z", true, "opens at 7:00 in Vietnam"],
    ["2026-11-20T23:59:00Z", false, "is closed a minute before"],
    ["2026-11-21T14:59:00Z", true, "answers until 21:59"],
    ["2026-11-21T15:00:00Z", false, "is closed at 22:00"],
  ])("%s: %s, it %s", (at, open) => {
    expect(isOpen(line, new Date(at), ZONE)).toBe(open);
  });

  it("rests on days that are not named", () => {
    const weekdays = { ...line, days: [1, 2, 3, 4, 5] };
    expect(isOpen(weekdays, new Date("2026-11-21T03:00:00Z"), ZONE)).toBe(false);
    expect(isOpen(weekdays, new Date("2026-11-20T03:00:00Z"), ZONE)).toBe(true);
  });
});

it("writes days as a stretch where they are one", () => {
  expect(daysText([1, 2, 3, 4, 5], String)).toBe("1–5");
  expect(daysText([6, 1], String)).toBe("1, 6");
  expect(daysText([], String)).toBe("");
});

it("leaves out lines that say nothing and names those without a name", () => {
  const words = { hotline: "Tổng đài", guide: () => "Hướng dẫn", channel: () => "Zalo" };
  const guides = [{ title: "", url: " ", kind: "faq" as const }];
  const channels = [{ label: " ", url: "https://zalo.me/1", kind: "zalo" as const }];
  expect(tidied({ hotlines: [newHotline(), line], guides, channels }, words)).toEqual({
    hotlines: [{ ...line, label: "Tổng đài" }],
    guides: [],
    channels: [{ label: "Zalo", url: "https://zalo.me/1", kind: "zalo" }],
  });
});
