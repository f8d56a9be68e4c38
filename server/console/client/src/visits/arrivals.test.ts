import { describe, expect, it } from "vitest";
import { NOTHING_SEEN, freshIds, observe } from "./arrivals";

const opened = observe(NOTHING_SEEN, "today", ["a", "b"], 1_000);
const fresh = (arrivals: typeof opened, now: number) => [...freshIds(arrivals, now)];

describe("arrivals", () => {
  it("highlight nothing when a list is first read", () => {
    expect(fresh(opened, 1_000)).toEqual([]);
  });

  it("highlight a late-comer for twenty seconds", () => {
    const later = observe(opened, "today", ["c", "a", "b"], 5_000);
    expect(fresh(later, 6_000)).toEqual(["c"]);
    expect(fresh(later, 25_001)).toEqual([]);
  });

  it("do not highlight again what went away and came back", () => {
    const gone = observe(opened, "today", ["c", "a"], 5_000);
    expect(fresh(observe(gone, "today", ["c", "a", "b"], 6_000), 6_000)).toEqual(["c"]);
  });

  it("start anew with another list", () => {
    const other = observe(observe(opened, "today", ["c"], 5_000), "week", ["x", "y"], 6_000);
    expect(fresh(other, 6_000)).toEqual([]);
  });

  it("stay the same object when nothing came, so that nothing is drawn again", () => {
    expect(observe(opened, "today", ["b", "a"], 9_000)).toBe(opened);
  });
});
