import { useEffect, useEffectEvent } from "react";
import type { ExpressionSpecification, LayerSpecification, Map as MapLibreMap, MapLayerMouseEvent } from "maplibre-gl";
import { ensureLayers, isStanding, onLayerClick } from "../map/layers";
import { useMap } from "../map/mapContext";
import { BOLD, REGULAR } from "../map/style";
import { ensureTiles, tilesUrl } from "../map/tiles";

/** A customer as a tile tells of it. */
export interface Tiled {
  id: string;
  name: string;
  kind: string;
  lon: number;
  lat: number;
}

interface Props {
  /** Changes when the tiles are to be fetched again. */
  version: number;
  picked: ReadonlySet<string>;
  onOpen: (customer: Tiled) => void;
}

const SOURCE = "customer-tiles";
const GROUPS = "clusters";
const SINGLE = "customers";
const ZOOMS = { min: 0, max: 16 };

const LAYERS: LayerSpecification[] = [
  {
    id: "tile-groups",
    type: "circle",
    source: SOURCE,
    "source-layer": GROUPS,
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["ln", ["get", "n"]], 0.7, 11, 4.6, 18, 9.2, 27, 13, 34],
      "circle-color": "#0f6b6b",
      "circle-opacity": 0.88,
      "circle-stroke-width": 2,
      "circle-stroke-color": "#ffffff",
    },
  },
  {
    id: "tile-group-counts",
    type: "symbol",
    source: SOURCE,
    "source-layer": GROUPS,
    layout: {
      "text-field": ["case", [">=", ["get", "n"], 10_000], ["concat", ["to-string", ["round", ["/", ["get", "n"], 1_000]]], "k"], ["to-string", ["get", "n"]]],
      "text-font": BOLD,
      "text-size": 12,
      "text-allow-overlap": true,
    },
    paint: { "text-color": "#ffffff" },
  },
  {
    id: "tile-points",
    type: "symbol",
    source: SOURCE,
    "source-layer": SINGLE,
    layout: {
      "icon-image": ["concat", "kind-", ["get", "kind"]],
      "icon-allow-overlap": true,
      "text-field": ["step", ["zoom"], "", 13, ["get", "name"]],
      "text-font": REGULAR,
      "text-size": 11,
      "text-anchor": "top",
      "text-offset": [0, 0.9],
      "text-optional": true,
    },
    paint: { "text-color": "#17393a", "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
  },
];

/** Signs of the customers in the basket, at the places of the tiles. */
function iconOf(picked: ReadonlySet<string>): ExpressionSpecification {
  if (picked.size === 0) return ["concat", "kind-", ["get", "kind"]];
  return ["concat", "kind-", ["get", "kind"], ["case", ["in", ["get", "id"], ["literal", [...picked]]], "-picked", ""]];
}

function zoomInto(map: MapLibreMap, event: MapLayerMouseEvent): void {
  const [group] = event.features ?? [];
  if (group?.geometry.type !== "Point") return;
  map.easeTo({ center: group.geometry.coordinates as [number, number], zoom: Math.min(map.getZoom() + 2, 17) });
}

function customerOf(event: MapLayerMouseEvent): Tiled | null {
  const [feature] = event.features ?? [];
  if (feature?.geometry.type !== "Point") return null;
  const [lon = 0, lat = 0] = feature.geometry.coordinates;
  const { id, name, kind } = feature.properties as { id: string; name: string; kind: string };
  return { id, name, kind, lon, lat };
}

/** Takes the tiles away for another layer. */
function hide(map: MapLibreMap): void {
  if (!isStanding(map)) return;
  for (const { id } of LAYERS) if (map.getLayer(id)) map.removeLayer(id);
  if (map.getSource(SOURCE)) map.removeSource(SOURCE);
}

/** All customers that the reader sees, from vector tiles: counted in groups from afar, each with its sign from near. */
export function TileLayer({ version, picked, onOpen }: Props) {
  const map = useMap();
  const url = tilesUrl(version);
  const open = useEffectEvent((event: MapLayerMouseEvent) => {
    const customer = customerOf(event);
    if (customer) onOpen(customer);
  });

  useEffect(() => {
    ensureTiles(map, SOURCE, url, ZOOMS);
    ensureLayers(map, LAYERS);
  }, [map, url]);

  useEffect(() => {
    const stopGroups = onLayerClick(map, "tile-groups", (event) => zoomInto(map, event));
    const stopPoints = onLayerClick(map, "tile-points", (event) => open(event));
    return () => {
      stopGroups();
      stopPoints();
      hide(map);
    };
  }, [map]);

  useEffect(() => {
    if (map.getLayer("tile-points")) map.setLayoutProperty("tile-points", "icon-image", iconOf(picked));
  }, [map, picked, url]);

  return null;
}
