import { expect, test } from "vitest";
import { type Filter, isNarrowed, queryOf, readFilter, writeFilter } from "./filters";

const filter: Filter = { state: "settled", field: "rank", policy: null, person: "p", record: null, since: "2026-11-21" };

test("the address keeps the filter", () => {
  expect(readFilter(writeFilter(filter))).toEqual(filter);
  expect(readFilter(new URLSearchParams("state=nonsense")).state).toBe("open");
});

test("the server is asked from the beginning of the day", () => {
  expect(queryOf(filter)).toMatchObject({ state: "settled", person_id: "p", from: "2026-11-21T00:00:00+07:00" });
});

test("a state alone does not narrow", () => {
  expect(isNarrowed(filter)).toBe(true);
  expect(isNarrowed(readFilter(new URLSearchParams("state=settled")))).toBe(false);
});
