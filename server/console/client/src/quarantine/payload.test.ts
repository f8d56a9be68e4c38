import { describe, expect, it } from "vitest";
import { stopOf } from "./jsonFault";
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
    ['{"n": 1,\n  "t": }', 2, 8],
    ["", 1, 1],
    ['{\n"a": 1\n', 3, 1],
    ['{"a": 1} x', 1, 10],
    ['{"a": 01}', 1, 8],
    ['{"a": "\\x"}', 1, 7],
    ["{'a': 1}", 1, 2],
    ['{"a": [1, 2,]}', 1, 13],
  ])("%j is told by its line and column", (text, line, column) => {
    expect(faultOf(text)).toMatchObject({ line, column });
  });

  it("is found in a text that is deep, and none in one that is right", () => {
    expect(stopOf('{"a": [{"b": [1.5e3, "\\u00e9", null, true, {}, []]}]}\n')).toBeNull();
    expect(stopOf('{"a": [{"b": [}]}]}')).toBe(14);
  });

  it("must not be a list", () => {
    expect(faultOf("[1]")).toMatchObject({ line: 1, column: 1 });
  });

  it("counts lines and columns from one", () => {
    expect(placeOf("ab\ncd", 4)).toEqual({ line: 2, column: 2 });
    expect(placeOf("ab", 0)).toEqual({ line: 1, column: 1 });
  });
});
