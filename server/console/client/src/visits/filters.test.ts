import { describe, expect, it } from "vitest";
import { queryText } from "../api/client";
import { daysOf, filterQuery, readFilter, writeFilter } from "./filters";

const read = (text: string) => readFilter(new URLSearchParams(text), "today");

describe("filters in the address", () => {
  it("come back as they were written", () => {
    const filter = read("range=custom&from=2026-11-01&to=2026-11-07&rep=e1&state=approved&form=interaction.f2f");
    const written = writeFilter(new URLSearchParams("submission=s1"), filter);
    expect(readFilter(written, "today")).toEqual(filter);
    expect(written.get("submission")).toBe("s1");
  });

  it("ignore what they do not understand", () => {
    expect(read("range=never&from=yesterday&state=lost")).toEqual({
      range: "today",
      from: null,
      to: null,
      employeeId: null,
      state: null,
      form: null,
      flag: null,
    });
  });

  it("forget the days of a custom range when another range is chosen", () => {
    const custom = new URLSearchParams("range=custom&from=2026-11-01&to=2026-11-07");
    const written = writeFilter(custom, { ...readFilter(custom, "today"), range: "week" });
    expect(written.toString()).toBe("range=week");
  });
});

describe("the query of a filter", () => {
  it("covers the whole of today in Vietnam", () => {
    expect(filterQuery(read("range=today"), "2026-11-21")).toMatchObject({
      from: "2026-11-21T00:00:00+07:00",
      to: "2026-11-22T00:00:00+07:00",
    });
  });

  it("counts seven days with today", () => {
    expect(daysOf(read("range=week"), "2026-11-03")).toEqual(["2026-10-28", "2026-11-03"]);
  });

  it("takes one chosen day as a range of one day and an open range as everything", () => {
    expect(daysOf(read("range=custom&from=2026-11-05"), "2026-11-21")).toEqual(["2026-11-05", "2026-11-05"]);
    expect(daysOf(read("range=custom"), "2026-11-21")).toEqual([null, null]);
  });

  it("sends only what is chosen and keeps the sign of the zone", () => {
    expect(queryText(filterQuery(read("range=custom&from=2026-11-05&rep=e 1"), "2026-11-21"))).toBe(
      "?from=2026-11-05T00%3A00%3A00%2B07%3A00&to=2026-11-06T00%3A00%3A00%2B07%3A00&employee_id=e+1",
    );
  });
});
