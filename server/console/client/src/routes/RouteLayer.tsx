import { useEffect } from "react";
import type { FeatureCollection } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { setSourceData } from "../map/ground";
import { ensureLayers, ensureSource } from "../map/layers";
import { useMap } from "../map/mapContext";
import { BOLD, REGULAR } from "../map/style";
import type { DraftStop } from "./draft";

const SOURCE = "route";

const LAYERS: LayerSpecification[] = [
  {
    id: "route-line",
    type: "line",
    source: SOURCE,
    filter: ["==", ["geometry-type"], "LineString"],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": "#0f6b6b", "line-width": 2.5, "line-opacity": 0.75, "line-dasharray": [1.5, 1.5] },
  },
  {
    id: "route-stops",
    type: "circle",
    source: SOURCE,
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-radius": 11,
      "circle-color": ["case", ["==", ["get", "membership"], "in"], "#0f6b6b", "#7b8a8c"],
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 2,
    },
  },
  {
    id: "route-numbers",
    type: "symbol",
    source: SOURCE,
    filter: ["==", ["geometry-type"], "Point"],
    layout: { "text-field": ["get", "number"], "text-font": BOLD, "text-size": 11, "text-allow-overlap": true },
    paint: { "text-color": "#ffffff" },
  },
  {
    id: "route-names",
    type: "symbol",
    source: SOURCE,
    filter: ["==", ["geometry-type"], "Point"],
    minzoom: 11,
    layout: { "text-field": ["get", "name"], "text-font": REGULAR, "text-size": 11, "text-anchor": "top", "text-offset": [0, 1.2], "text-optional": true },
    paint: { "text-color": "#17393a", "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
  },
];

function collection(stops: readonly DraftStop[]): FeatureCollection {
  const placed = stops.flatMap((stop, index) =>
    stop.lat === null || stop.lon === null ? [] : [{ stop, number: String(index + 1), at: [stop.lon, stop.lat] }],
  );
  return {
    type: "FeatureCollection",
    features: [
      { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: placed.map(({ at }) => at) } },
      ...placed.map(({ stop, number, at }) => ({
        type: "Feature" as const,
        properties: { number, name: stop.name, membership: stop.membership },
        geometry: { type: "Point" as const, coordinates: at },
      })),
    ],
  };
}

/** The stops with their numbers, joined in their order. */
export function RouteLayer({ stops }: { stops: readonly DraftStop[] }) {
  const map = useMap();

  useEffect(() => {
    ensureSource(map, SOURCE, { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    ensureLayers(map, LAYERS);
  }, [map]);

  useEffect(() => setSourceData(map, SOURCE, collection(stops)), [map, stops]);

  return null;
}
