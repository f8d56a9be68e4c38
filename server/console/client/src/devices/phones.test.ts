import { describe, expect, it } from "vitest";
import { legibleCode, offered, timeLeft } from "./phones";

describe("phones", () => {
  it("are offered what can be done from their state", () => {
    expect(offered({ state: "pending", copied: false })).toEqual(["active", "revoked"]);
    expect(offered({ state: "drain", copied: false })).toContain("active");
    expect(offered({ state: "drain", copied: true })).not.toContain("active");
    expect(offered({ state: "wiped", copied: false })).toEqual([]);
  });
});

describe("codes", () => {
  it("are read out in fours", () => {
    expect(legibleCode("7.0123456789ABCDEFGHJKMNPQRS")).toBe("7.0123 4567 89AB CDEF GHJK MNPQ RS");
  });

  it("tell how long they hold", () => {
    const now = new Date("2026-11-22T10:00:00Z");
    expect(timeLeft("2026-11-22T10:14:05Z", now)).toBe("14:05");
    expect(timeLeft("2026-11-23T09:59:59Z", now)).toBe("23:59:59");
    expect(timeLeft("2026-11-22T10:00:00Z", now)).toBeNull();
  });
});
