import { describe, expect, it } from "vitest";
import type { Form } from "../api/formTypes";
import { fieldAt, freeName, memberOf, moved, nameFrom, namesOf, newForm, pointerOf, spotOf, withField, withVietnamese, withNewField, withoutField } from "./edit";

const label = { vi: "Ô", en: "Field" };
const form: Form = {
  ...newForm("custom.survey", { vi: "Khảo sát", en: "Survey" }),
  fields: [
    { name: "name", type: "text", label },
    { name: "lines", type: "repeat", label, fields: [{ name: "product", type: "ref", of: "product", label }, { name: "qty", type: "stepper", label }] },
  ],
};

describe("a form being built", () => {
  it("gains a field at the end with a name made of its label", () => {
    const made = withNewField(form, [], "phone", { vi: "Số điện thoại", en: "Telephone" });
    expect(made.spot).toEqual([2]);
    expect(made.form.fields[2]).toEqual({ name: "so_dien_thoai", type: "phone", label: { vi: "Số điện thoại", en: "Telephone" } });
    expect(form.fields).toHaveLength(2);
  });

  it("gains a field in a group, under a name that nothing else has", () => {
    const made = withNewField(form, [1], "number", { vi: "Qty", en: "Qty" });
    expect(made.spot).toEqual([1, 2]);
    expect(fieldAt(made.form.fields, made.spot)?.name).toBe("qty_2");
  });

  it("gives a choice options and a reference its kind", () => {
    expect(withNewField(form, [], "select", label).form.fields[2]?.options).toHaveLength(2);
    expect(withNewField(form, [], "ref", label).form.fields[2]?.of).toBe("customer");
  });

  it("changes and drops a field inside a group alone", () => {
    expect(fieldAt(withField(form, [1, 1], { min: 1 }).fields, [1, 1])).toMatchObject({ name: "qty", min: 1 });
    expect(withField(withField(form, [0], { max: 9 }), [0], { max: undefined }).fields[0]).not.toHaveProperty("max");
    expect(namesOf(withoutField(form, [1, 0]).fields)).toEqual(new Set(["name", "lines", "qty"]));
  });
});

describe("names", () => {
  it("are made of Vietnamese words", () => {
    expect(nameFrom("Đặt tên tuyến (mới)")).toBe("dat_ten_tuyen_moi");
    expect(nameFrom("2 lần")).toBe("f_2_lan");
    expect(nameFrom("???")).toBe("f_field");
  });

  it("avoid those taken and those that rules know", () => {
    expect(freeName("Record", new Set())).toBe("record_2");
    expect(freeName("Tên", new Set(["ten", "ten_2"]))).toBe("ten_3");
  });
});

it("finds the field and the member that a fault points to", () => {
  expect(spotOf("/fields/1/fields/0/show_if")).toEqual([1, 0]);
  expect(memberOf("/fields/1/fields/0/show_if")).toBe("show_if");
  expect(memberOf("/fields/3")).toBe("");
  expect(spotOf("/title/vi")).toBeNull();
  expect(pointerOf([1, 0])).toBe("/fields/1/fields/0");
});

it("moves one among others", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
});

it("lets an English text that nobody wrote go along with the Vietnamese one", () => {
  expect(withVietnamese({ vi: "Màu", en: "Màu" }, "Màu sắc")).toEqual({ vi: "Màu sắc", en: "Màu sắc" });
  expect(withVietnamese({ vi: "Màu", en: "Colour" }, "Màu sắc").en).toBe("Colour");
});
