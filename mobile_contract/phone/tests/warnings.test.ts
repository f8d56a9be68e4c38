import { settle, valuesOfLists, type Field, type FormDefinition } from "@tuyen/sdk";
import { expect, it } from "vitest";

import { parted } from "../src/fields/warnings";

const label = { vi: "", en: "" };
const field = (name: string, type: Field["type"], more: Partial<Field> = {}): Field => ({ name, type, label, ...more });
const form = {
  fields: [
    field("name", "text", { required: true }),
    field("channel", "select", { options_from: "channels" }),
    field("kind", "select", { options: [{ value: "a", label }] }),
    field("lines", "repeat", { fields: [field("frequency", "select", { options_from: "frequencies" })] }),
  ],
} as FormDefinition;
const choices = valuesOfLists([
  { key: "channels", options: [{ value: "shop" }], retired: [{ value: "fair" }] },
  { key: "frequencies", options: [{ value: "weekly" }] },
]);

function found(values: Record<string, unknown>) {
  const { issues } = settle(form, { values: values as never, readings: {} }, { choices });
  const { faults, warnings } = parted(form, issues);
  return [faults.map((each) => each.field), warnings.map((each) => each.field)];
}

it("warns of a choice that its list never offered, in a row too, and hinders nothing by it", () => {
  expect(found({ name: "A", channel: "nowhere", lines: [{ id: "1", frequency: "never" }] })).toEqual([[], ["channel", "lines/0/frequency"]]);
});

it("says nothing of a choice that is offered, or was", () => {
  expect(found({ name: "A", channel: "fair", lines: [{ id: "1", frequency: "weekly" }] })).toEqual([[], []]);
});

it("keeps what must be mended apart: what is missing, and no option of the form's own", () => {
  expect(found({ channel: "nowhere", kind: "b" })).toEqual([["name", "kind"], ["channel"]]);
});
