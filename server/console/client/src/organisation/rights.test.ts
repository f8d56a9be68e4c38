import { describe, expect, it } from "vitest";
import type { Rights } from "../api/organisationTypes";
import { type Draft, changesOf, drafted, grouped, holds, withWord } from "./rights";

const verb = (name: string, group: string) => ({ verb: name, group, vi: name, en: name, grantable: true });
const rights: Rights = {
  verbs: [verb("customer.read", "customer"), verb("customer.export", "customer"), verb("route.write", "route")],
  departments: [
    {
      id: "sales",
      name: "Kinh doanh",
      grants: { "customer.read": true, "customer.export": true },
      titles: [{ id: "rep", name: "Nhân viên", grants: { "customer.export": false } }],
    },
  ],
};
const none: Draft = {};

describe("what holds", () => {
  it("is the title's word, else the department's, else nothing", () => {
    expect(holds(true, null)).toBe(true);
    expect(holds(true, false)).toBe(false);
    expect(holds(false, true)).toBe(true);
    expect(holds(null, null)).toBe(false);
  });
});

describe("the draft", () => {
  const grants = rights.departments[0]?.titles[0]?.grants ?? {};

  it("says the stored word until it is changed", () => {
    const draft = withWord(none, "rep", grants, "customer.export", null);
    expect(drafted(none, "rep", grants, "customer.export")).toBe(false);
    expect(drafted(draft, "rep", grants, "customer.export")).toBeNull();
  });

  it("forgets a change that was taken back", () => {
    const there = withWord(none, "rep", grants, "customer.export", true);
    expect(withWord(there, "rep", grants, "customer.export", false)).toEqual({});
  });

  it("lists its changes with what stood before", () => {
    const draft = withWord(withWord(none, "rep", grants, "route.write", true), "sales", {}, "customer.read", null);
    const listed = changesOf({ ...draft, sales: { "customer.read": null } }, rights);
    expect(listed.map(({ subject }) => subject.name)).toEqual(["Kinh doanh", "Kinh doanh › Nhân viên"]);
    expect(listed[0]?.changes).toEqual([{ subjectId: "sales", verb: "customer.read", before: true, after: null }]);
    expect(listed[1]?.changes).toEqual([{ subjectId: "rep", verb: "route.write", before: null, after: true }]);
  });
});

it("puts verbs under their headings in order", () => {
  expect(grouped(rights.verbs).map(({ group, verbs }) => `${group}${verbs.length}`)).toEqual(["customer2", "route1"]);
});
