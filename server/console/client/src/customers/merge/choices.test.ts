import { expect, it } from "vitest";
import type { CustomerDetail, FormField } from "../../api/types";
import { differences, turned, usualChoices } from "./choices";

const record = (fields: Record<string, unknown>) => ({ fields }) as CustomerDetail;
const field = (name: string): FormField => ({ name, type: "text", label: { vi: name, en: name } });
const fields = ["full_name", "phone", "email"].map(field);
const winner = record({ full_name: "Cô Ba", phone: "+84905", email: "", extra: 1 });
const loser = record({ full_name: "Tạp hoá Cô Ba", phone: "+84905", email: "coba@vd.vn", other: [] });

it("shows what differs alone, the form's fields first", () => {
  expect(differences(winner, loser, fields).map(({ name }) => name)).toEqual(["full_name", "email", "extra"]);
});

it("calls a field by the first definition of its name and shows it once", () => {
  const twice = [{ ...field("full_name"), type: "phone" as const }, ...fields];
  expect(differences(winner, loser, twice).map(({ name, field: { type } }) => [name, type])).toEqual([["full_name", "phone"], ["email", "text"], ["extra", "text"]]);
});

it("keeps the winner's value, and the loser's where the winner has none", () => {
  expect(usualChoices(differences(winner, loser, fields))).toEqual({ full_name: "winner", email: "loser", extra: "winner" });
});

it("keeps the same values when the records change places", () => {
  expect(turned({ full_name: "winner", email: "loser" })).toEqual({ full_name: "loser", email: "winner" });
});
