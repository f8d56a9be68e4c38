import { describe, expect, it } from "vitest";
import type { ChartPerson } from "../api/organisationTypes";
import { countBelow, found, hindrance, managersOf, openAtFirst, openedTo, rowsOf, treeOf } from "./tree";

const person = (id: string, manager: string | null, name = id): ChartPerson => ({
  id,
  name,
  title: "Nhân viên",
  manager_id: manager,
  state: "active",
  children: 0,
});
/** a ─ b ─ d ─ e, a ─ c */
const tree = treeOf([person("e", "d", "Đỗ Thị Em"), person("a", null), person("c", "a"), person("b", "a"), person("d", "b")]);
const everybody = new Set("abcde");
const shown = (open: ReadonlySet<string>) => rowsOf(tree, open).map(({ person: { id }, level }) => `${id}${level}`).join(" ");

describe("the rows of the tree", () => {
  it("show only what is open, in the order of names", () => {
    expect(shown(new Set())).toBe("a1");
    expect(shown(new Set(["a"]))).toBe("a1 b2 c2");
    expect(shown(everybody)).toBe("a1 b2 d3 e4 c2");
  });

  it("keep closed what is below somebody closed", () => {
    expect(shown(new Set(["a", "d"]))).toBe("a1 b2 c2");
  });

  it("count the place among those with the same manager", () => {
    expect(rowsOf(tree, new Set(["a"]))[2]).toMatchObject({ place: 2, siblings: 2, reports: 0, isOpen: false });
  });

  it("take whoever's manager is not seen as a root", () => {
    expect(rowsOf(treeOf([person("x", "unseen")]), new Set()).map(({ level }) => level)).toEqual([1]);
  });
});

describe("moving", () => {
  it("is hindered under oneself, under one's own people and under the manager one has", () => {
    expect(hindrance(tree, "b", "b")).toBe("self");
    expect(hindrance(tree, "b", "e")).toBe("below");
    expect(hindrance(tree, "b", "a")).toBe("same");
    expect(hindrance(tree, "b", "c")).toBeNull();
  });

  it("takes everybody below along", () => {
    expect(countBelow(tree, "a")).toBe(4);
    expect(countBelow(tree, "e")).toBe(0);
  });
});

describe("finding", () => {
  it("needs no accents and opens the way to what it found", () => {
    expect(found(tree, "do em")).toEqual(["e"]);
    expect(shown(openedTo(tree, new Set(), ["e"]))).toBe("a1 b2 d3 e4 c2");
    expect(managersOf(tree, "e")).toEqual(["d", "b", "a"]);
  });

  it("finds nobody where nothing is typed", () => {
    expect(found(tree, " ")).toEqual([]);
  });
});

it("opens a small tree wholly and of a large one the roots alone", () => {
  expect(openAtFirst(tree).size).toBe(5);
  expect([...openAtFirst(tree, 3)]).toEqual(["a"]);
});

it("lays out two thousand people quickly", () => {
  const crowd = treeOf(Array.from({ length: 2_000 }, (_, n) => person(String(n), n === 0 ? null : String(Math.floor((n - 1) / 5)))));
  const began = performance.now();
  expect(rowsOf(crowd, new Set(crowd.people.keys()))).toHaveLength(2_000);
  expect(performance.now() - began).toBeLessThan(200);
});
