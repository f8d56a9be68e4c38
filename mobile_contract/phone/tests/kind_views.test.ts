import type { KnownRecord } from "@tuyen/sdk";
import { describe, expect, it } from "vitest";

import { outsideOf } from "../src/data/kind_views";

const promotion = { id: "p", v: 1, pending: false, d: { effective_from: "2026-03-02", effective_to: "2026-03-09" } } as KnownRecord;
const endless = { ...promotion, d: { effective_from: "2026-03-02", effective_to: null } };

describe("the days on which a promotion holds", () => {
  it("are its first and its last one and those between", () => {
    expect(["2026-03-01", "2026-03-02", "2026-03-09", "2026-03-10"].map((day) => outsideOf(day, promotion))).toEqual(["upcoming", null, null, "over"]);
  });

  it("have no end where none is told, and no beginning for what is not dated", () => {
    expect(outsideOf("2030-01-01", endless)).toBeNull();
    expect(outsideOf("2030-01-01", { ...promotion, d: {} })).toBeNull();
  });
});
