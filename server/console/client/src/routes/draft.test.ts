import { describe, expect, it } from "vitest";
import type { RouteDetail } from "../api/types";
import { draftOf, patchOf, withStop, withStops } from "./draft";

const stop = (id: string, seq: number) => ({
  customer: { id, name: id.toUpperCase(), lat: 16, lon: 108, kind: "shop" as const },
  seq,
  membership: "in" as const,
  note: null,
});
const route: RouteDetail = {
  id: "r1",
  name: "Hải Châu thứ hai",
  description: null,
  status: "active",
  stop_count: 2,
  assignee: null,
  updated_at: "2026-11-21T00:00:00Z",
  stops: [stop("b", 2), stop("a", 1)],
  assignments: [],
};

describe("a draft of a route", () => {
  it("has the stops in their order and nothing to send", () => {
    const draft = draftOf(route);
    expect(draft.stops.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(patchOf(route, draft)).toEqual({});
  });

  it("sends all stops in their new order when one moved", () => {
    const draft = draftOf(route);
    expect(patchOf(route, { ...draft, stops: [...draft.stops].reverse() })).toEqual({
      stops: [
        { customer_id: "b", membership: "in", note: null },
        { customer_id: "a", membership: "in", note: null },
      ],
    });
  });

  it("adds a customer once, at the end", () => {
    const more = ["b", "c"].map((id) => ({ id, name: id, kind: "person" as const, lat: null, lon: null }));
    expect(withStops(draftOf(route), more).stops.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("sends a changed membership and note, and blank texts as nothing", () => {
    const draft = withStop(draftOf(route), "a", { membership: "out", note: "  " });
    expect(patchOf(route, draft).stops?.[0]).toEqual({ customer_id: "a", membership: "out", note: null });
    expect(patchOf(route, { ...draftOf(route), name: " Tuyến mới ", status: "stopped" })).toEqual({
      name: "Tuyến mới",
      status: "stopped",
    });
  });
});
