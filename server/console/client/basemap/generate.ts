/**
 * The outlines of the base map: fine ones (1:10 million) around Vietnam, coarse ones (1:110 million) for the rest of the
 * world. Source: Natural Earth by way of the package world-atlas (public domain).
 *
 * Natural Earth files the islands of Hoàng Sa under another country and those of Trường Sa under none. Every island that
 * lies in the two archipelagos is therefore drawn as Vietnamese land, by its place and not by the name in the source.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { type Box, type Point, clipLine, clipRing } from "./clip";

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;
export type OutlineKind = "home" | "land" | "coast" | "border";
export type Outline = Feature<Geometry, { kind: OutlineKind }>;

/** Around Vietnam and its sea. */
export const NEAR: Box = [98, 4, 120, 26];
/** The two archipelagos; no other land lies in these boxes. */
export const ARCHIPELAGOS: Box[] = [
  [110.8, 15.4, 113.2, 17.3],
  [111.2, 7.4, 116.4, 12.1],
];
const REST: Box[] = [
  [-180, -90, NEAR[0], 90],
  [NEAR[2], -90, 180, 90],
  [NEAR[0], -90, NEAR[2], NEAR[1]],
  [NEAR[0], NEAR[3], NEAR[2], 90],
];
const VIETNAM = "704";

function readAtlas(name: string): Atlas {
  const path = createRequire(import.meta.url).resolve(`world-atlas/${name}`);
  return JSON.parse(readFileSync(path, "utf8")) as Atlas;
}

function rounded(points: Point[], decimals: number): Position[] {
  const scale = 10 ** decimals;
  return points.map(([lon, lat]) => [Math.round(lon * scale) / scale, Math.round(lat * scale) / scale]);
}

function polygonsOf(geometry: Geometry): Point[][][] {
  if (geometry.type === "Polygon") return [geometry.coordinates as Point[][]];
  return geometry.type === "MultiPolygon" ? (geometry.coordinates as Point[][][]) : [];
}

function liesIn(ring: Point[], box: Box): boolean {
  return ring.every(([lon, lat]) => lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3]);
}

function landKind(countryId: string, shore: Point[]): OutlineKind {
  const isHome = countryId === VIETNAM || ARCHIPELAGOS.some((box) => liesIn(shore, box));
  return isHome ? "home" : "land";
}

function clippedPolygon(rings: Point[][], kind: OutlineKind, box: Box, decimals: number): Outline | null {
  const kept = rings.map((ring) => clipRing(ring, box)).filter((ring) => ring !== null);
  if (kept.length === 0) return null;
  const coordinates = kept.map((ring) => rounded(ring, decimals));
  return { type: "Feature", properties: { kind }, geometry: { type: "Polygon", coordinates } };
}

function landOf(atlas: Atlas, boxes: Box[], decimals: number): Outline[] {
  return feature(atlas, atlas.objects.countries).features.flatMap((country) =>
    polygonsOf(country.geometry).flatMap((rings) => {
      const kind = landKind(String(country.id), rings[0] ?? []);
      return boxes.map((box) => clippedPolygon(rings, kind, box, decimals)).filter((outline) => outline !== null);
    }),
  );
}

function linesOf(atlas: Atlas, kind: "coast" | "border", decimals: number): Outline {
  const isCoast = kind === "coast";
  const lines = mesh(atlas, atlas.objects.countries, (a, b) => (a === b) === isCoast);
  const coordinates = (lines.coordinates as Point[][])
    .flatMap((line) => clipLine(line, NEAR))
    .map((line) => rounded(line, decimals));
  return { type: "Feature", properties: { kind }, geometry: { type: "MultiLineString", coordinates } };
}

/** All outlines; degrees with 3 decimals (about 110 m) near Vietnam and 2 elsewhere. */
export function generateBasemap(): FeatureCollection<Geometry, { kind: OutlineKind }> {
  const near = readAtlas("countries-10m.json");
  const features = [
    ...landOf(readAtlas("countries-110m.json"), REST, 2),
    ...landOf(near, [NEAR], 3),
    linesOf(near, "coast", 3),
    linesOf(near, "border", 3),
  ];
  return { type: "FeatureCollection", features };
}
