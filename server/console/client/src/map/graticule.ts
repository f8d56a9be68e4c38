/** Lines of equal longitude and latitude for the part of the world that is in view. */
import type { Feature, FeatureCollection, LineString } from "geojson";

export interface ViewBox {
  west: number;
  south: number;
  east: number;
  north: number;
}

type GridLine = Feature<LineString, { label: string }>;

const STEPS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const WANTED_LINES = 6;

/** The step in degrees that gives about six lines over the span. */
export function gridStep(spanDegrees: number): number {
  return STEPS.find((step) => spanDegrees / step >= WANTED_LINES) ?? 0.001;
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** The letters for the four sides of the world. */
export interface SideMarks {
  east: string;
  west: string;
  north: string;
  south: string;
}

function degrees(value: number, step: number, positive: string, negative: string): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return `${Math.abs(value).toFixed(decimals)}°${value < 0 ? negative : positive}`;
}

function gridLine(label: string, from: [number, number], to: [number, number]): GridLine {
  return { type: "Feature", properties: { label }, geometry: { type: "LineString", coordinates: [from, to] } };
}

export function graticule(view: ViewBox, marks: SideMarks): FeatureCollection<LineString, { label: string }> {
  const step = gridStep(Math.max(view.east - view.west, view.north - view.south));
  const meridians = multiples(view.west, view.east, step).map((lon) =>
    gridLine(degrees(lon, step, marks.east, marks.west), [lon, view.south], [lon, view.north]),
  );
  const parallels = multiples(Math.max(view.south, -85), Math.min(view.north, 85), step).map((lat) =>
    gridLine(degrees(lat, step, marks.north, marks.south), [view.west, lat], [view.east, lat]),
  );
  return { type: "FeatureCollection", features: [...meridians, ...parallels] };
}
