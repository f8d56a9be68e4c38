import { expect, it } from "vitest";
import type { FormDefinition } from "../../api/types";
import { USUAL, fieldsOfCustomers, shownColumns } from "./columns";

const label = { vi: "Nhãn", en: "Label" };
const form = (type: string, ...names: string[]): FormDefinition => ({
  key: `customer.${type}`,
  version: 1,
  title: label,
  record: { kind: "customer", type },
  fields: names.map((name) => ({ name, type: name === "photos" ? "media" : "text", label })),
});

it("offers each simple field of the customers' forms once, but for those that have a column already", () => {
  const forms = [form("shop", "full_name", "opening_hours", "photos"), form("person", "opening_hours", "nickname"), { ...form("x", "qty"), record: null }];
  expect(fieldsOfCustomers(forms).map(({ name }) => name)).toEqual(["opening_hours", "nickname"]);
});

it("keeps the chosen order, the name first, and forgets columns that are gone", () => {
  const fields = fieldsOfCustomers([form("shop", "opening_hours")]);
  expect(shownColumns(["owner", "field.opening_hours", "field.gone", "name", "owner"], fields)).toEqual(["name", "owner", "field.opening_hours"]);
  expect(shownColumns(null, [])).toEqual(USUAL);
});
