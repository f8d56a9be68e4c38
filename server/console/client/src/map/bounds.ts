import type { Map as MapLibreMap } from "maplibre-gl";

export type Bounds = [west: number, south: number, east: number, north: number];

interface Spot {
  lat: number | null;
  lon: number | null;
}

/** The box around all spots that have a place; null when none has. */
export function boundsOf(spots: readonly Spot[]): Bounds | null {
  const placed = spots.filter((spot): spot is { lat: number; lon: number } => spot.lat !== null && spot.lon !== null);
  if (placed.length === 0) return null;
  const lons = placed.map((spot) => spot.lon);
  const lats = placed.map((spot) => spot.lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

export function isInside(spot: Spot, box: Bounds): boolean {
  if (spot.lat === null || spot.lon === null) return false;
  return spot.lon >= box[0] && spot.lon <= box[2] && spot.lat >= box[1] && spot.lat <= box[3];
}

/** What the map shows, without what it repeats beyond the edge of the world. */
export function viewOf(map: MapLibreMap): Bounds {
  const view = map.getBounds();
  return [
    Math.max(view.getWest(), -180),
    Math.max(view.getSouth(), -90),
    Math.min(view.getEast(), 180),
    Math.min(view.getNorth(), 90),
  ];
}

/** Moves the map so that all spots are in view; stays where it is when none has a place. */
export function fitTo(map: MapLibreMap, spots: readonly Spot[]): void {
  const box = boundsOf(spots);
  if (box !== null) map.fitBounds(box, { padding: 56, maxZoom: 14, duration: 600 });
}

/** `w,s,e,n` with six decimals, as the API takes it. */
export function bboxText(box: Bounds): string {
  return box.map((degrees) => degrees.toFixed(6)).join(",");
}
