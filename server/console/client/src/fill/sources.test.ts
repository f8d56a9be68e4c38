import { describe, expect, it } from "vitest";
import { admits, belongs, nameOf, sourceQuery } from "./sources";

describe("the records of a reference", () => {
  it("are looked for by the server where it can", () => {
    expect(sourceQuery({ of: "customer", where: { type: "organisation" } }, "cô ba")).toEqual({ q: "cô ba", limit: 30, kind: "organisation" });
    expect(sourceQuery({ of: "tag" }, "vip")).toEqual({});
  });

  it("are those that the definition admits, by dotted paths too", () => {
    const route = { id: "r", name: "Tuyến 1", status: "stopped", fields: { area: "a" } };
    expect(admits({ status: "active" }, route)).toBe(false);
    expect(admits({ "fields.area": "a" }, route)).toBe(true);
    expect(admits({ unheard: 1 }, route)).toBe(true);
    expect(admits({ status: ["active", "stopped"] }, route)).toBe(true);
  });

  it("are update sets of the chosen tags, all while no tag is chosen", () => {
    const field = { of: "update_set", parent: "tags" };
    expect(belongs({ id: "s", tags: ["vip"] }, field, ["new"])).toBe(false);
    expect(belongs({ id: "s", tags: [{ id: "vip" }] }, field, ["new", "vip"])).toBe(true);
    expect(belongs({ id: "s", tags: ["vip"] }, field, [])).toBe(true);
  });

  it("are named with what tells two of the same name apart", () => {
    expect(nameOf({ id: "1", name: "Sữa rửa mặt", code: "SRM01" })).toBe("Sữa rửa mặt – SRM01");
    expect(nameOf({ id: "1", name: "Cô Ba", code: null, phone: "+84905111222" })).toBe("Cô Ba – +84905111222");
    expect(nameOf({ id: "0190-abcdef" })).toBe("#abcdef");
  });
});
