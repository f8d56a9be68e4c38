/** What fills the base map once it stands: outlines, names, grid. */
import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import type { GeoJSON } from "geojson";
import type { AdministrativeUnits } from "../api/types";
import { type SideMarks, graticule } from "./graticule";
import { placesOf } from "./places";

/** Gives a GeoJSON source of the map new data. */
export function setSourceData(map: MapLibreMap, id: string, data: GeoJSON): void {
  const source = map.getSource<GeoJSONSource>(id);
  if (source) void source.setData(data);
}

export async function showOutlines(map: MapLibreMap, signal: AbortSignal): Promise<void> {
  const { default: outlines } = await import("virtual:basemap");
  if (!signal.aborted) setSourceData(map, "outlines", outlines);
}

export function showPlaces(map: MapLibreMap, units: AdministrativeUnits): void {
  setSourceData(map, "places", placesOf(units));
}

/** Keeps the grid in step with what is in view. */
export function showGrid(map: MapLibreMap, marks: SideMarks): void {
  function renew(): void {
    const view = map.getBounds();
    const box = { west: view.getWest(), south: view.getSouth(), east: view.getEast(), north: view.getNorth() };
    setSourceData(map, "grid", graticule(box, marks));
  }
  renew();
  map.on("moveend", renew);
}
