/** Vector tiles of the server as a source of the map. */
import type { Map as MapLibreMap, VectorTileSource } from "maplibre-gl";
import { type Query, queryText } from "../api/client";

/** The address of the customers' tiles for a filter; the map's worker needs it whole. */
export function tilesUrl(query: Query, version: number): string {
  const text = queryText({ ...query, v: version });
  return `${location.origin}/api/v1/tiles/customers/{z}/{x}/{y}.mvt${text}`;
}

/** Makes a source of tiles, or gives the one that stands there other tiles. */
export function ensureTiles(map: MapLibreMap, id: string, url: string, zooms: { min: number; max: number }): void {
  const source = map.getSource<VectorTileSource>(id);
  if (source) source.setTiles([url]);
  else map.addSource(id, { type: "vector", tiles: [url], minzoom: zooms.min, maxzoom: zooms.max });
}
