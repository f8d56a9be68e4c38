import { describe, expect, it } from "vitest";

import { due, fieldsOf, meets, recordsView } from "../src/records";
import type { OutboxOp } from "../src/store";
import type { Answers, RecordClaim } from "../src/types";

let made = 0;

function pending(form: string, record: RecordClaim, answers: Answers, more: Partial<OutboxOp> = {}): OutboxOp {
  const n = ++made;
  const body = JSON.stringify({ n, t: "submit", id: record.id, form, version: 1, occurred_at: "2026-11-22T09:00:00+07:00", hlc: "", record, answers, media: [] });
  return { key: `submit:${n}`, n, device_id: "d", t: "submit", id: record.id, body, state: "waiting", created_at: n, ...more };
}

const maker = (kind: string, id: string) => ({ kind, id, base: null });

describe("records that were made on this phone", () => {
  it("are there at once, in the words of their rows", () => {
    const op = pending("product.profile", maker("product", "p1"), { product_name: "Sữa", product_code: "SUA", price: 9000 });
    expect(recordsView("product", [], [op])).toMatchObject([{ id: "p1", v: null, pending: true, d: { name: "Sữa", code: "SUA", price: 9000, status: "active" } }]);
  });

  it("are not there twice once their row has come", () => {
    const op = pending("route.setup", maker("route", "r1"), { route_name: "Một" }, { state: "answered" });
    const rows = [{ k: "route", id: "r1", v: 4, d: { name: "Một", status: "active", stops: [] } }];
    expect(recordsView("route", rows, [op]).map(({ id, v }) => [id, v])).toEqual([["r1", 4]]);
  });

  it("do not come back when the server has refused them", () => {
    expect(recordsView("route", [], [pending("route.setup", maker("route", "r9"), { route_name: "Cấm" }, { state: "refused" })])).toEqual([]);
  });

  it("bear a later edit, and only what it changed", () => {
    const rows = [{ k: "route", id: "r2", v: 1, d: { name: "Cũ", status: "active", stops: [{ customer_id: "c", seq: 1, membership: "in" }] } }];
    const [seen] = recordsView("route", rows, [pending("route.setup", { kind: "route", id: "r2", base: 1 }, { route_status: "stopped" })]);
    expect(seen).toMatchObject({ v: 1, pending: true, d: { name: "Cũ", status: "stopped", stops: [{ customer_id: "c" }] } });
  });

  it("keep the order of a route's stops", () => {
    const stops = [{ id: "1", customer: "b", membership: "in" }, { id: "2", customer: "a", membership: "out", note: "Nghỉ" }];
    const [seen] = recordsView("route", [], [pending("route.setup", maker("route", "r3"), { route_name: "Ba", stops })]);
    expect(seen?.d.stops).toEqual([
      { customer_id: "b", seq: 1, membership: "in", note: null }, { customer_id: "a", seq: 2, membership: "out", note: "Nghỉ" },
    ]);
  });

  it("fill their form again", () => {
    const d = { name: "Hai", status: "active", stops: [{ customer_id: "c", seq: 1, membership: "out", note: "x" }] };
    expect(fieldsOf("route", d)).toMatchObject({ route_name: "Hai", route_status: "active", stops: [{ customer: "c", membership: "out", note: "x" }] });
    expect(fieldsOf("product", { name: "Sữa", fields: { product_name: "Sữa" } })).toEqual({ product_name: "Sữa" });
  });
});

describe("what a reference asks for", () => {
  it("looks along dotted paths and into lists", () => {
    const data = { status: "active", fields: { rank: "A" }, tags: ["x", "y"] };
    expect(meets(data, undefined)).toBe(true);
    expect(meets(data, { status: "active", "fields.rank": "A", tags: "y" })).toBe(true);
    expect(meets(data, { "fields.rank": "B" })).toBe(false);
    expect(meets(data, { "missing.deep": "x" })).toBe(false);
  });
});

describe("a deadline", () => {
  it("lies hours or days after what was asked for", () => {
    expect(due({ time_needed: 2, time_unit: "hour" }, "2026-11-22T09:00:00Z")).toBe("2026-11-22T11:00:00.000Z");
    expect(due({ time_needed: 3 }, "2026-11-22T09:00:00Z")).toBe("2026-11-25T09:00:00.000Z");
    expect(due({}, "2026-11-22T09:00:00Z")).toBeNull();
  });
});
