import { expect, it } from "vitest";
import { graticule, gridStep } from "./graticule";

const marks = { east: "Đ", west: "T", north: "B", south: "N" };

it("draws a readable number of lines at every scale", () => {
  for (const span of [360, 60, 14, 3, 0.7, 0.05, 0.01]) {
    const lines = span / gridStep(span);
    expect(lines).toBeGreaterThanOrEqual(6);
    expect(lines).toBeLessThanOrEqual(15);
  }
});

it("keeps its finest step where hardly anything is in view", () => {
  expect(gridStep(0.003)).toBe(0.001);
});

it("labels lines on round degrees with their side of the world", () => {
  const { features } = graticule({ west: 107.93, south: 15.92, east: 108.41, north: 16.2 }, marks);
  const labels = features.map((line) => line.properties.label);
  expect(labels).toContain("108.00°Đ");
  expect(labels).toContain("16.00°B");
  expect(graticule({ west: -30, south: -30, east: 30, north: 30 }, marks).features[0]?.properties.label).toBe("30°T");
});
