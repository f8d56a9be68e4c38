/** A draft that was begun on a version is finished on it, whatever has been published since. */
import { describe, expect, it } from "vitest";

import { draftAgain, openDraft, saveDraft } from "../src/drafts";
import { initialValues, newRow, prepare, prefilledFrom } from "../src/forms";
import { submit } from "../src/queue";
import type { Answer, FormDefinition, RepeatRow, SubmitOperation } from "../src/types";
import { phone, VISIT } from "./phone";

const label = { vi: "x", en: "x" };
const NEXT: FormDefinition = { ...VISIT, version: 3, fields: [...VISIT.fields, { name: "mood", type: "text", required: true, label }] };

describe("a draft begun on version 2", () => {
  it("is finished on it while version 3 is out", async () => {
    const { store } = await phone();
    const draft = await openDraft(store, VISIT, { customerId: "c1" });
    await saveDraft(store, { ...draft, touched: true, values: { ...draft.values, note: "Đã gặp" } });
    const left = await openDraft(store, NEXT, { customerId: "c1" });
    expect([left.version, left.definition?.fields.length, left.values.note]).toEqual([2, VISIT.fields.length, "Đã gặp"]);
    const definition = left.definition ?? NEXT;
    const op = await submit(store, { draftKey: left.key, submissionId: left.submission_id, definition, ...prepare(definition, left) });
    expect((JSON.parse(op.body) as SubmitOperation).version).toBe(2);
  });

  it("goes on with the newest where nothing was filled in", async () => {
    const { store } = await phone();
    await openDraft(store, VISIT, {});
    expect((await openDraft(store, NEXT, {})).version).toBe(3);
  });

  it("is corrected on the version that its form has now", async () => {
    const { store } = await phone();
    const op = await submit(store, { draftKey: "new/x", submissionId: "0190aaaa-0000-7000-8000-00000000000a", definition: VISIT, answers: { note: "a" }, media: {} });
    expect((await draftAgain(store, op.id))?.definition).toBeUndefined();
  });
});

describe("what a form starts with", () => {
  const lines = { name: "lines", type: "repeat" as const, required: true, label, fields: [
    { name: "qty", type: "stepper" as const, default: 1, label }, { name: "unit", type: "text" as const, default: { expr: "measure" }, label },
  ] };
  const order: FormDefinition = { ...VISIT, fields: [
    { name: "customer", type: "ref", of: "customer", label }, { name: "phone", type: "phone", prefill: "customer.fields.phone", label },
    { name: "from", type: "date", default: { expr: "today" }, label }, { name: "to", type: "date", default: { expr: "add_days(from, 7)" }, label },
    { name: "measure", type: "text", default: "thùng", label }, lines,
  ] };
  const rows: Record<string, unknown> = { c1: { fields: { phone: "0903 123 456" } }, c2: { fields: { phone: "0904" } } };
  const rowOf = (kind: string, id: string) => (kind === "customer" ? rows[id] : undefined);

  it("is defaults, reckoned ones after those that they build on, what the customer says, and a row where one is needed", () => {
    const values = initialValues(order, { customerId: "c1", rowOf }, { today: "2026-11-21" });
    const [row] = values.lines as RepeatRow[];
    expect(values).toMatchObject({ customer: "c1", phone: "0903 123 456", from: "2026-11-21", to: "2026-11-28", measure: "thùng" });
    expect(row).toEqual({ id: expect.any(String) as string, qty: 1, unit: "thùng" });
  });

  it("follows when another customer is chosen, and not when another answer changes", () => {
    const values: Record<string, Answer> = { customer: "c2" };
    expect(prefilledFrom(order.fields, values, { rowOf }, "customer")).toEqual({ phone: "0904" });
    expect(prefilledFrom(order.fields, values, { rowOf }, "from")).toEqual({});
  });

  it("is for a new row what its cells say, with an id of its own", () => {
    const [one, other] = [newRow(lines, order, { measure: "lon" }), newRow(lines, order, { measure: "lon" })];
    expect(one).toMatchObject({ qty: 1, unit: "lon" });
    expect(one.id).not.toBe(other.id);
  });
});
