import type { FormDefinition } from "@tuyen/sdk";
import { describe, expect, it } from "vitest";

import { shownBefore } from "../src/fields/shown";

const label = { vi: "x", en: "x" };
const form = {
  key: "interaction.tele", version: 2, title: label, module: "m", record: null, actions: ["finish_exit"],
  fields: [
    { name: "customer", type: "ref", of: "customer", label },
    { name: "updates", type: "attributes", parent: "update_set", label },
  ],
} as unknown as FormDefinition;
const rowOf = (kind: string, id: string) => (kind === "customer" && id === "c1" ? { fields: { rank: "B" } } : undefined);

describe("what attributes showed before they were written over", () => {
  it("is told of every attribute that is written, null where the customer has none", () => {
    expect(shownBefore(form, { customer: "c1", updates: { rank: "A", email: "a@b.vn" } }, rowOf)).toEqual({ updates: { rank: "B", email: null } });
  });

  it("is nothing where nothing is written or the customer is not on the phone", () => {
    expect(shownBefore(form, { customer: "c1" }, rowOf)).toEqual({});
    expect(shownBefore(form, { customer: "c2", updates: { rank: "A" } }, rowOf)).toEqual({});
  });
});
