import { expect, it } from "vitest";
import type { Form } from "../api/formTypes";
import { moduleOf, offeredForms } from "./modules";

const form = (key: string, module: string, right: string | null = null) => ({ key, module, right }) as Form;
const forms = [form("order.tele", "orders"), form("customer.shop", "customers"), form("product.profile", "catalogue", "catalogue.write"), form("custom.survey", "custom")];

it("puts forms by telephone and face to face together", () => {
  expect(forms.map(moduleOf)).toEqual(["tele", "customers", "catalogue", "other"]);
});

it("offers what may be handed in, under headings that have a form", () => {
  expect(offeredForms(forms, []).map(({ module }) => module)).toEqual(["customers", "tele", "other"]);
  expect(offeredForms(forms, ["catalogue.write"]).map(({ module }) => module)).toContain("catalogue");
});

it("offers no form that only edits a record", () => {
  const report = { ...form("task.done", "tasks"), record: { kind: "task", edits_only: true } };
  expect(offeredForms([report], [])).toEqual([]);
});
