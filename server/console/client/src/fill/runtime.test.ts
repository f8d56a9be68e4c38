import { expect, it } from "vitest";
import type { FieldDefinition, Form } from "../api/formTypes";
import { newForm } from "../forms/edit";
import { newDraft } from "./drafts";
import { dependants, prepareOf, scopeAt, settle, startOf, takenFrom } from "./runtime";

const label = { vi: "Ô", en: "Field" };
const field = (name: string, type: FieldDefinition["type"], more: Partial<FieldDefinition> = {}): FieldDefinition => ({ name, type, label, ...more });
const facts = { provinceOf: () => undefined, choicesOf: () => undefined, attributesOf: () => undefined };
const form: Form = {
  ...newForm("custom.x", { vi: "X", en: "X" }),
  fields: [
    field("customer", "ref", { of: "customer", required: true }),
    field("phone", "phone", { prefill: "customer.fields.phone" }),
    field("kind", "select", { options: [{ value: "a", label }, { value: "b", label }], default: "a" }),
    field("reason", "text", { show_if: "kind == 'b'", required: true }),
    field("address_system", "select", { options: [{ value: "2025", label }, { value: "legacy", label }] }),
    field("address_province", "province"),
    field("address_ward", "ward", { parent: "address_province" }),
    field("lines", "repeat", {
      required: true,
      fields: [field("group", "select", { options: [{ value: "g", label }] }), field("sub", "select", { parent: "group", options: [{ value: "s", label, parent: "g" }] }), field("qty", "stepper", { default: 1 })],
    }),
    field("total", "number", { calculate: "sum(lines.map(l, l.qty))" }),
  ],
};

it("begins with defaults, one row where there must be one, and the customer that it was opened from", () => {
  const values = startOf(form, facts, "c1");
  expect(values).toMatchObject({ customer: "c1", kind: "a", lines: [{ qty: 1 }] });
});

it("shows, requires and reckons as the rules say, and sends nothing hidden", () => {
  const draft = newDraft(1, { customer: "018f5f8e-0000-7000-8000-000000000001", kind: "a", reason: "vì thế", lines: [{ id: "1", qty: 2 }, { id: "2", qty: 3 }] });
  const settled = settle(form, draft, facts);
  expect([settled.hidden.has("reason"), settled.values.total, Object.keys(settled.issues)]).toEqual([true, 5, []]);
  expect(prepareOf(form, draft, facts).answers).not.toHaveProperty("reason");
  const shown = settle(form, { ...draft, values: { ...draft.values, kind: "b", reason: "" } }, facts);
  expect([shown.required.has("reason"), Object.keys(shown.issues)]).toEqual([true, ["reason"]]);
});

it("takes back what no longer fits below another choice, in its own row", () => {
  expect(dependants(form, "address_province", "48", "01")).toEqual(["address_ward"]);
  expect(new Set(dependants(form, "address_system", "2025", "legacy"))).toEqual(new Set(["address_province", "address_ward"]));
  expect(dependants(form, "lines/1/group", "g", "h")).toEqual(["lines/1/sub"]);
  expect(dependants(form, "address_province", "48", "48")).toEqual([]);
});

it("lets cells see the form's answers and their own row's over them", () => {
  expect(scopeAt({ kind: "a", lines: [{ id: "1", kind: "z", qty: 4 }] }, "lines/0/qty")).toMatchObject({ kind: "z", qty: 4 });
});

it("takes over from the record that was chosen", () => {
  expect(takenFrom(form, { customer: "c1" }, "customer", { fields: { phone: "0905" } })).toEqual({ phone: "0905" });
});

it("comes through a definition in the making: rings, and expressions that cannot be read", () => {
  const ring: Form = {
    ...form,
    fields: [
      field("a", "select", { parent: "b", options: [{ value: "x", label }] }),
      field("b", "select", { parent: "a", options: [{ value: "x", label }] }),
      field("c", "number", { calculate: "d + 1" }),
      field("d", "number", { calculate: "c + 1", show_if: "nonsense(" }),
    ],
  };
  expect(dependants(ring, "a", null, "x")).toEqual(["b"]);
  expect(() => settle(ring, newDraft(1, startOf(ring, facts, undefined)), facts)).not.toThrow();
});

it("says before sending that a choice was never in its list, and leaves alone what is offered no more", () => {
  const chosen: Form = { ...form, fields: [field("channel", "select", { options_from: "channels" })] };
  const choices = new Map([["channels", new Set(["shop", "fair_of_2019"])]]);
  const issuesOf = (channel: string, known: typeof facts) => Object.keys(settle(chosen, newDraft(1, { channel }), known).issues);
  expect(issuesOf("nowhere", { ...facts, choices } as typeof facts)).toEqual(["channel"]);
  expect(issuesOf("fair_of_2019", { ...facts, choices } as typeof facts)).toEqual([]);
  expect(issuesOf("nowhere", facts)).toEqual([]);
});
