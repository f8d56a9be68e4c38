import { describe, expect, it } from "vitest";

import type { OutboxOp } from "../src/store";
import { customersView, rebased } from "../src/view";
import type { Field } from "../src/types";

const label = { vi: "", en: "" };
const FIELDS: Field[] = [
  { name: "rank", type: "select", label }, { name: "tags", type: "multi", merge: "set", label }, { name: "days", type: "multi", label },
];

describe("a pending edit on top of newer rows", () => {
  it("changes its own fields and leaves those that others changed", () => {
    expect(rebased({ rank: "B", phone: "09" }, { answers: { rank: "A" } }, FIELDS)).toEqual({ rank: "A", phone: "09" });
  });

  it("puts into a set what it put in and takes out what it took out, whatever others did", () => {
    const edit = { before: { tags: ["x", "y"] }, answers: { tags: ["y", "z"] } };
    expect(rebased({ tags: ["x", "y", "w"] }, edit, FIELDS).tags).toEqual(["y", "w", "z"]);
  });

  it("does not bring back what somebody else took out of a set", () => {
    const edit = { before: { tags: ["x", "y"] }, answers: { tags: ["x", "y", "z"] } };
    expect(rebased({ tags: ["x"] }, edit, FIELDS).tags).toEqual(["x", "z"]);
  });

  it("replaces any other list", () => {
    expect(rebased({ days: ["2", "4"] }, { before: { days: ["2"] }, answers: { days: ["3"] } }, FIELDS).days).toEqual(["3"]);
  });
});

function edit(device_id: string, n: number, created_at: number, full_name: string): OutboxOp {
  const body = { n, t: "submit", id: `${device_id}-${n}`, form: "customer.shop", record: { kind: "customer", id: "shop", base: null }, answers: { full_name } };
  return { t: "submit", device_id, n, created_at, state: "waiting", body: JSON.stringify(body) } as unknown as OutboxOp;
}

describe("what was made under two enrolments of one phone", () => {
  it("lies on top in the order in which it was made, though numbers begin anew", () => {
    const ops = [edit("now", 1, 500, "Tên mới"), edit("former", 7, 300, "Tên cũ")];
    expect(customersView([], ops)[0]?.d.fields.full_name).toBe("Tên mới");
  });
});
