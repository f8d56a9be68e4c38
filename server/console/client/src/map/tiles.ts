/** Vector tiles of the server as a source of the map. */
import type { Map as MapLibreMap, VectorTileSource } from "maplibre-gl";

/** The address of the customers' tiles; the map's worker needs it whole. Another version fetches them again. */
export function tilesUrl(version: number): string {
  return `${location.origin}/api/v1/tiles/customers/{z}/{x}/{y}.mvt?v=${version}`;
}

/** Makes a source of tiles, or gives the one that stands there other tiles. */
export function ensureTiles(map: MapLibreMap, id: string, url: string, zooms: { min: number; max: number }): void {
  const source = map.getSource<VectorTileSource>(id);
  if (source) source.setTiles([url]);
  else map.addSource(id, { type: "vector", tiles: [url], minzoom: zooms.min, maxzoom: zooms.max });
}
