import { describe, expect, it } from "vitest";
import { type CustomerFilter, NO_FILTER, activeParts, nextSort, queryOf, readFilter, without, writeFilter } from "./filter";

const filter: CustomerFilter = {
  ...NO_FILTER, q: "cô ba", kind: "shop", status: "potential", ownerId: "o", tagId: "t", province: "48", ward: "20194",
  fields: { channel: "gt" }, sort: "-updated_at", list: "archived",
};

describe("the filter of customers", () => {
  it("survives the address", () => {
    expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
    expect(writeFilter(NO_FILTER)).toEqual({});
  });

  it("leaves out what it does not understand", () => {
    expect(readFilter(new URLSearchParams("kind=castle&list=stars&other=1"))).toEqual(NO_FILTER);
  });

  it("asks the server for what narrows alone", () => {
    expect(queryOf(NO_FILTER)).toEqual({});
    expect(queryOf(filter)).toEqual({
      q: "cô ba", kind: "shop", archived: "true", status: "potential", owner_id: "o", tag: "t",
      province_code: "48", ward_code: "20194", sort: "-updated_at", "field.channel": "gt",
    });
  });

  it("gives up its parts one by one", () => {
    expect(activeParts(filter)).toEqual(["kind", "status", "ownerId", "tagId", "province", "ward", "field.channel"]);
    expect(without(filter, "field.channel").fields).toEqual({});
    expect(activeParts(without(filter, "province"))).not.toContain("ward");
  });
});

it("sorts upwards, downwards, and as usual again", () => {
  expect(nextSort(null, "name")).toBe("name");
  expect(nextSort("name", "name")).toBe("-name");
  expect(nextSort("-name", "name")).toBeNull();
  expect(nextSort("-name", "code")).toBe("code");
  expect(nextSort(null, "updated_at")).toBe("-updated_at");
  expect(nextSort(null, "owner")).toBeNull();
});
