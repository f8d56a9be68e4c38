import { describe, expect, it } from "vitest";
import { faultOf, legible, placeOf, read } from "./payload";

describe("a quarantined operation", () => {
  it("tells its form, its time and its answers as far as they can be read", () => {
    const payload = JSON.stringify({ n: 1, form: "customer.shop", version: 2, occurred_at: "2026-11-21T01:00:00Z", answers: { a: 1 } });
    expect(read(payload)).toEqual({ form: "customer.shop", version: 2, occurredAt: "2026-11-21T01:00:00Z", answers: { a: 1 } });
    expect(read('{"form": 3, "answers": []}')).toEqual({ form: null, version: null, occurredAt: null, answers: {} });
    expect(read("[1]")).toBeNull();
    expect(read("{")).toBeNull();
  });

  it("is indented where it is JSON, and else shown as it came", () => {
    expect(legible('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(legible("{oops")).toBe("{oops");
  });
});

describe("a repair", () => {
  it("is right when it is an object", () => {
    expect(faultOf('{"n": 1}')).toBeNull();
  });

  it.each([
    ['{"n": 1,\n  "t": }', 2],
    ["", 1],
    ['{\n"a": 1\n', 3],
  ])("%j is told by its line", (text, line) => {
    expect(faultOf(text)?.line).toBe(line);
  });

  it("must not be a list", () => {
    expect(faultOf("[1]")).toMatchObject({ line: 1, column: 1 });
  });

  it("counts lines and columns from one", () => {
    expect(placeOf("ab\ncd", 4)).toEqual({ line: 2, column: 2 });
    expect(placeOf("ab", 0)).toEqual({ line: 1, column: 1 });
  });
});
