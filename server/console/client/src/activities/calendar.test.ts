import { expect, it } from "vitest";
import { shownDays, toneOf } from "./calendar";

it("shows whole weeks from Monday on, also over the end of a year", () => {
  expect(shownDays("2026-11-22")).toEqual({ from: "2026-10-26", to: "2026-12-06" });
  expect(shownDays("2027-02-01")).toEqual({ from: "2027-02-01", to: "2027-02-28" });
  expect(shownDays("2026-12-31")).toEqual({ from: "2026-11-30", to: "2027-01-03" });
});

it("marks late work first", () => {
  expect(toneOf({ overdue: 1, unfinished: 3 })).toBe("late");
  expect(toneOf({ overdue: 0, unfinished: 3 })).toBe("open");
  expect(toneOf({ overdue: 0, unfinished: 0 })).toBe("done");
});
