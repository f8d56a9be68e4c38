import { describe, expect, it } from "vitest";
import type { CustomerPoint } from "../api/types";
import { type Picked, type Polygon, added, lengthKm, liesWithin, moved, nearestFirst, pointsWithin, removed } from "./selection";

const pick = (id: string, lon: number | null = 108, lat: number | null = 16): Picked => ({ id, name: id, kind: "shop", lat, lon });
const ids = (list: { id: string }[]) => list.map(({ id }) => id).join("");

describe("the basket", () => {
  it("takes each customer once and keeps the order of choosing", () => {
    expect(ids(added([pick("b")], [pick("a"), pick("b"), pick("a"), pick("c")]))).toBe("bac");
  });

  it("lets go of what is removed, known or not", () => {
    expect(ids(removed([pick("a"), pick("b")], ["b", "x"]))).toBe("a");
  });

  it("moves one item both ways and refuses places that do not exist", () => {
    expect(moved([1, 2, 3], 0, 2)).toEqual([2, 3, 1]);
    expect(moved([1, 2, 3], 2, 0)).toEqual([3, 1, 2]);
    expect(moved([1, 2, 3], 0, 3)).toEqual([1, 2, 3]);
    expect(moved([1, 2, 3], -1, 0)).toEqual([1, 2, 3]);
  });
});

describe("a drawn shape", () => {
  const hook: Polygon = [[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [0, 1]];

  it("holds what lies inside, also when it is hollow", () => {
    expect(liesWithin(3.5, 3, hook)).toBe(true);
    expect(liesWithin(1, 3, hook)).toBe(false);
    expect(liesWithin(5, 0.5, hook)).toBe(false);
  });

  it("holds the same drawn the other way round", () => {
    expect(liesWithin(3.5, 3, [...hook].reverse())).toBe(true);
    expect(liesWithin(1, 3, [...hook].reverse())).toBe(false);
  });

  it("picks points by longitude then latitude", () => {
    const points: CustomerPoint[] = [["in", 3.5, 0.5, "shop", "A"], ["out", 0.5, 3.5, "shop", "B"]];
    expect(pointsWithin(points, hook).map(([id]) => id)).toEqual(["in"]);
  });
});

describe("ordering stops", () => {
  const line = [pick("a", 108.0), pick("d", 108.3), pick("b", 108.1), pick("x", null, null), pick("c", 108.2)];

  it("goes to the nearest each time and leaves the unplaced to the end", () => {
    expect(ids(nearestFirst(line))).toBe("abcdx");
  });

  it("shortens the way", () => {
    expect(lengthKm(nearestFirst(line))).toBeLessThan(lengthKm(line));
    expect(lengthKm([pick("a", 108, 16), pick("x", null, null), pick("b", 108, 17)])).toBeCloseTo(111.2, 0);
  });

  it("has nothing to order in an empty list", () => {
    expect(nearestFirst([])).toEqual([]);
    expect(lengthKm([])).toBe(0);
  });
});
