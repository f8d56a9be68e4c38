import { beforeAll, describe, expect, it } from "vitest";
import { clipLine, clipRing, type Box, type Point } from "./clip";
import { ARCHIPELAGOS, NEAR, type Outline, generateBasemap } from "./generate";

const square: Box = [0, 0, 10, 10];

describe("clipping", () => {
  it("cuts a ring at the box and closes it again", () => {
    const ring: Point[] = [[5, 5], [15, 5], [15, 8], [5, 8], [5, 5]];
    expect(clipRing(ring, square)).toEqual(expect.arrayContaining([[10, 5], [10, 8], [5, 8], [5, 5]]));
    const cut = clipRing(ring, square) ?? [];
    expect(cut[0]).toEqual(cut[cut.length - 1]);
  });

  it("leaves nothing of a ring outside and all of one inside", () => {
    expect(clipRing([[11, 1], [12, 1], [12, 2], [11, 1]], square)).toBeNull();
    expect(clipRing([[1, 1], [2, 1], [2, 2], [1, 1]], square)).toHaveLength(4);
  });

  it("breaks a line that leaves and comes back", () => {
    expect(clipLine([[1, 1], [2, 2], [20, 2], [3, 3], [4, 4]], square)).toEqual([
      [[1, 1], [2, 2]],
      [[3, 3], [4, 4]],
    ]);
  });
});

describe("the base map", () => {
  let outlines: Outline[];
  beforeAll(() => {
    outlines = generateBasemap().features;
  });

  const shoreOf = (outline: Outline) => (outline.geometry.type === "Polygon" ? (outline.geometry.coordinates[0] ?? []) : []);
  const isIn = (box: Box) => (outline: Outline) => {
    const shore = shoreOf(outline);
    return shore.length > 0 && shore.every(([lon = 0, lat = 0]) => lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3]);
  };

  it.each(ARCHIPELAGOS)("draws every island of the archipelago at %s..%s as Vietnamese", (...box: Box) => {
    const islands = outlines.filter(isIn(box));
    expect(islands.length).toBeGreaterThan(4);
    expect(new Set(islands.map((island) => island.properties.kind))).toEqual(new Set(["home"]));
  });

  it("has the mainland in fine lines and neighbours as other land", () => {
    const fine = outlines.filter((outline) => outline.properties.kind === "home").map((outline) => shoreOf(outline).length);
    expect(Math.max(...fine)).toBeGreaterThan(800);
    expect(outlines.filter(isIn(NEAR)).some((outline) => outline.properties.kind === "land")).toBe(true);
  });
});
