import { expect, it } from "vitest";
import type { FieldDefinition, Form } from "../api/formTypes";
import { changesBetween, isNothing } from "./changes";
import { newForm } from "./edit";

const field = (name: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({ name, type: "text", label: { vi: name, en: name }, ...more });
const form = (...fields: FieldDefinition[]): Form => ({ ...newForm("custom.x", { vi: "X", en: "X" }), fields });

it("names fields that came, went and differ, with what differs", () => {
  const { fields } = changesBetween(form(field("a"), field("b"), field("c")), form(field("a", { required: true, max: 5 }), field("c"), field("d")));
  expect(fields.map(({ kind, field: { name }, members }) => [kind, name, members])).toEqual([
    ["changed", "a", ["required", "max"]],
    ["added", "d", []],
    ["removed", "b", []],
  ]);
});

it("sees another order and another title, and no change in what means the same", () => {
  const before = form(field("a"), field("b"));
  expect(changesBetween(before, { ...form(field("b"), field("a")), title: { vi: "Y", en: "X" } })).toEqual({ form: ["title"], fields: [], reordered: true });
  expect(isNothing(changesBetween(before, { ...form(field("a", { required: false }), field("b")), version: 7 }))).toBe(true);
});
