import type { Field } from "@tuyen/sdk";
import { describe, expect, it } from "vitest";

import { offered } from "../src/data/options";
import { isLegacy, withAnswer } from "../src/fields/following";
import { groupedDigits, digitsOnly, placeAfter, readDecimal, shownDecimal } from "../src/fields/number_text";

const label = { vi: "", en: "" };
const field = (name: string, type: Field["type"], more: Partial<Field> = {}): Field => ({ name, type, label, ...more });

describe("numbers as they are typed", () => {
  it.each([[0, "0"], [999, "999"], [1234, "1.234"], [1234567, "1.234.567"], [-5000, "-5.000"]])("groups %d as %s", (value, shown) => {
    expect(groupedDigits(value)).toBe(shown);
  });

  it("reads money by its digits alone, and an empty box as nothing", () => {
    expect([digitsOnly("1.234.567 ₫", 15), digitsOnly(""), digitsOnly("abc")]).toEqual([1234567, null, null]);
  });

  it("keeps the caret behind the digit that was typed", () => {
    expect(placeAfter("1.234.567", 0)).toBe(9);
    expect(placeAfter("1.234.567", 3)).toBe(6);
    expect(placeAfter("1.234.567", 7)).toBe(0);
  });

  it.each([["1,5", 1.5], ["1.5", 1.5], ["1.234,5", 1234.5], ["-2", -2], ["12,", 12], [",", null], ["", null], ["1-2", null]])("reads %s as %s", (text, value) => {
    expect(readDecimal(text)).toBe(value);
  });

  it("writes decimals with a comma", () => {
    expect([shownDecimal(2.5), shownDecimal(null)]).toEqual(["2,5", ""]);
  });
});

describe("what follows an answer", () => {
  const address = ["system", "province", "district", "ward"].map((part) =>
    field(`home_${part}`, part === "system" ? "select" : (part as Field["type"]), part === "ward" || part === "district" ? { parent: "home_province" } : {}));

  it("takes back the ward of another province, and of another district", () => {
    const values = { home_province: "1", home_district: "11", home_ward: "111" };
    expect(withAnswer(address, values, "home_province", "2", null)).toEqual({ home_province: "2" });
    expect(withAnswer(address, values, "home_district", "12", null)).toEqual({ home_province: "1", home_district: "12" });
    expect(withAnswer(address, values, "home_province", "1", null)).toBe(values);
  });

  it("takes back the units of the other system, and leaves another address alone", () => {
    const values = { home_system: "2025", home_province: "1", home_ward: "111", work_ward: "9" };
    expect(withAnswer(address, values, "home_system", "legacy", null)).toEqual({ home_system: "legacy", work_ward: "9" });
    expect([isLegacy("home_ward", { home_system: "legacy" }), isLegacy("home_ward", {}), isLegacy("name", { home_system: "legacy" })]).toEqual([true, false, false]);
  });

  it("takes back a choice that the one above it does not offer", () => {
    const options = [{ value: "beer", label, parent: "drinks" }, { value: "soap", label, parent: "home" }, { value: "other", label }];
    const fields = [field("group", "select"), field("subgroup", "select", { parent: "group", options })];
    expect(withAnswer(fields, { group: "drinks", subgroup: "beer" }, "group", "home", null)).toEqual({ group: "home" });
    expect(withAnswer(fields, { group: "drinks", subgroup: "other" }, "group", "home", null)).toEqual({ group: "home", subgroup: "other" });
    expect(offered(options, "home").map((each) => each.value)).toEqual(["soap", "other"]);
  });

  it("asks for the attributes of another set anew", () => {
    const fields = [field("update_set", "ref", { of: "update_set" }), field("updates", "attributes", { parent: "update_set" })];
    expect(withAnswer(fields, { update_set: "a", updates: { rank: "B" } }, "update_set", "b", null)).toEqual({ update_set: "b" });
  });
});
