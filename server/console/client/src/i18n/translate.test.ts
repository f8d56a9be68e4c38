import { describe, expect, it } from "vitest";
import { en } from "./en";
import { fill, inLanguage, translatorOf } from "./translate";
import { type MessageKey, vi } from "./vi";

const keys = Object.keys(vi) as MessageKey[];
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("the catalogues", () => {
  it("have the same keys", () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  it.each(keys)("%s says something in both languages, with the same values", (key) => {
    expect(vi[key].trim()).not.toBe("");
    expect(en[key].trim()).not.toBe("");
    expect(namesIn(en[key])).toEqual(namesIn(vi[key]));
  });
});

describe("translating", () => {
  it("fills values in", () => {
    expect(translatorOf("en")("visits.count", { n: 3 })).toBe("3 visits");
    expect(translatorOf("vi")("visits.count", { n: 3 })).toBe("3 lượt");
  });

  it("speaks of one as of one", () => {
    expect([1, 2, 0].map((n) => translatorOf("en")("customers.picked", { n }))).toEqual(["1 customer selected", "2 customers selected", "0 customers selected"]);
  });

  it("leaves a name without a value readable", () => {
    expect(fill("{a} and {b}", { a: 1 })).toBe("1 and {b}");
  });

  it("falls back to the other language", () => {
    expect(inLanguage({ vi: "Cửa hàng", en: "" }, "en")).toBe("Cửa hàng");
    expect(inLanguage("as it is", "vi")).toBe("as it is");
    expect(inLanguage(null, "vi")).toBe("");
  });
});
