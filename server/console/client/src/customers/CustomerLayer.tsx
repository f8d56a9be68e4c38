import { useEffect, useEffectEvent } from "react";
import type { Feature, FeatureCollection, Point } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, MapLayerMouseEvent } from "maplibre-gl";
import type { CustomerPoint } from "../api/types";
import { setSourceData } from "../map/ground";
import { ensureLayers, ensureSource, isStanding, onLayerClick } from "../map/layers";
import { useMap } from "../map/mapContext";
import { BOLD, REGULAR } from "../map/style";

interface Props {
  points: readonly CustomerPoint[];
  picked: ReadonlySet<string>;
  onOpen: (point: CustomerPoint) => void;
}

const SOURCE = "customers";

const LAYERS: LayerSpecification[] = [
  {
    id: "customer-groups",
    type: "circle",
    source: SOURCE,
    filter: ["has", "point_count"],
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["get", "point_count"], 2, 12, 100, 19, 2_000, 27],
      "circle-color": ["case", ["==", ["get", "picked"], ["get", "point_count"]], "#ee931d", "#0f6b6b"],
      "circle-opacity": 0.88,
      "circle-stroke-width": ["case", [">", ["get", "picked"], 0], 4, 2],
      "circle-stroke-color": ["case", [">", ["get", "picked"], 0], "#fbd09c", "#ffffff"],
    },
  },
  {
    id: "customer-group-counts",
    type: "symbol",
    source: SOURCE,
    filter: ["has", "point_count"],
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": BOLD, "text-size": 12, "text-allow-overlap": true },
    paint: { "text-color": "#ffffff" },
  },
  {
    id: "customer-points",
    type: "symbol",
    source: SOURCE,
    filter: ["!", ["has", "point_count"]],
    layout: {
      "icon-image": ["concat", "kind-", ["get", "kind"], ["case", [">", ["get", "picked"], 0], "-picked", ""]],
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

function featureOf(point: CustomerPoint, index: number, picked: ReadonlySet<string>): Feature<Point> {
  const [id, lon, lat, kind, name] = point;
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [lon, lat] },
    properties: { index, kind, name, picked: Number(picked.has(id)) },
  };
}

function collection(points: readonly CustomerPoint[], picked: ReadonlySet<string>): FeatureCollection<Point> {
  return { type: "FeatureCollection", features: points.map((point, index) => featureOf(point, index, picked)) };
}

function addLayers(map: MapLibreMap): void {
  ensureSource(map, SOURCE, {
    type: "geojson",
    data: { type: "FeatureCollection", features: [] },
    cluster: true,
    clusterRadius: 36,
    clusterMaxZoom: 13,
    clusterProperties: { picked: ["+", ["get", "picked"]] },
  });
  ensureLayers(map, LAYERS);
}

async function zoomInto(map: MapLibreMap, event: MapLayerMouseEvent): Promise<void> {
  const group = event.features?.[0];
  const source = map.getSource<GeoJSONSource>(SOURCE);
  if (!group || !source || group.geometry.type !== "Point") return;
  const zoom = await source.getClusterExpansionZoom(Number(group.properties.cluster_id));
  map.easeTo({ center: group.geometry.coordinates as [number, number], zoom: zoom + 0.3 });
}

/** Customers on the map: a sign for each kind, orange when in the basket; a click tells which one. */
export function CustomerLayer({ points, picked, onOpen }: Props) {
  const map = useMap();
  const open = useEffectEvent((index: unknown) => {
    const point = points[Number(index)];
    if (point) onOpen(point);
  });

  useEffect(() => {
    addLayers(map);
    const stopGroups = onLayerClick(map, "customer-groups", (event) => void zoomInto(map, event));
    const stopPoints = onLayerClick(map, "customer-points", (event) => open(event.features?.[0]?.properties.index));
    return () => {
      stopGroups();
      stopPoints();
      if (isStanding(map)) setSourceData(map, SOURCE, { type: "FeatureCollection", features: [] });
    };
  }, [map]);

  useEffect(() => {
    setSourceData(map, SOURCE, collection(points, picked));
  }, [map, points, picked]);

  return null;
}
