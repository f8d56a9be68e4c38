import { useEffect, useEffectEvent } from "react";
import type { Feature, FeatureCollection, Point } from "geojson";
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as MapLibreMap, MapLayerMouseEvent } from "maplibre-gl";
import { REVIEW_STATES, type Visit } from "../api/types";
import { setSourceData } from "../map/ground";
import { ensureLayers, ensureSource, onLayerClick } from "../map/layers";
import { useMap } from "../map/mapContext";
import { BOLD, REGULAR } from "../map/style";

interface Props {
  visits: Visit[];
  fresh: ReadonlySet<string>;
  openedId: string | null;
  onOpen: (submissionId: string) => void;
}

const SOURCE = "visits";
const CLUSTER_MAX_ZOOM = 16;
const DRAWER_PX = 490;
const EDGE_PX = 40;
/** A map with less left beside the drawer is covered by it anyway. */
const LEAST_PX = 200;
const isGroup: ExpressionSpecification = ["has", "point_count"];

/** Eighths of a group that are in one state, so that few different rings have to be drawn. */
function eighths(state: string): ExpressionSpecification {
  return ["to-string", ["round", ["/", ["*", 8, ["get", state]], ["get", "point_count"]]]];
}

const ringName: ExpressionSpecification = [
  "concat",
  "ring",
  ...REVIEW_STATES.flatMap((state): (string | ExpressionSpecification)[] => ["-", eighths(state)]),
];

const LAYERS: LayerSpecification[] = [
  {
    id: "visit-halo",
    type: "circle",
    source: SOURCE,
    filter: [">", ["get", "fresh"], 0],
    paint: { "circle-radius": 22, "circle-color": "#ee931d", "circle-opacity": 0.28, "circle-stroke-color": "#ee931d", "circle-stroke-width": 1.5 },
  },
  {
    id: "visit-opened",
    type: "circle",
    source: SOURCE,
    filter: [">", ["get", "opened"], 0],
    paint: { "circle-radius": 19, "circle-color": "#0f6b6b", "circle-opacity": 0.2, "circle-stroke-color": "#0f6b6b", "circle-stroke-width": 2.5 },
  },
  {
    id: "visit-groups",
    type: "symbol",
    source: SOURCE,
    filter: isGroup,
    layout: {
      "icon-image": ringName,
      "icon-allow-overlap": true,
      "text-field": ["get", "point_count_abbreviated"],
      "text-font": BOLD,
      "text-size": 12,
      "text-allow-overlap": true,
    },
    paint: { "text-color": "#17393a" },
  },
  {
    id: "visit-points",
    type: "symbol",
    source: SOURCE,
    filter: ["!", isGroup],
    layout: {
      "icon-image": ["concat", "state-", ["get", "state"]],
      "icon-allow-overlap": true,
      "text-field": ["step", ["zoom"], "", 12, ["get", "name"]],
      "text-font": REGULAR,
      "text-size": 11,
      "text-anchor": "top",
      "text-offset": [0, 1.2],
      "text-optional": true,
    },
    paint: { "text-color": "#17393a", "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
  },
];

function featureOf(visit: Visit, isFresh: boolean, isOpened: boolean): Feature<Point> | null {
  if (visit.lat === null || visit.lon === null) return null;
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [visit.lon, visit.lat] },
    properties: {
      submission: visit.submission_id,
      name: visit.customer.name ?? "",
      state: visit.review_state,
      fresh: Number(isFresh),
      opened: Number(isOpened),
    },
  };
}

function collection({ visits, fresh, openedId }: Omit<Props, "onOpen">): FeatureCollection<Point> {
  const features = visits.map((visit) => featureOf(visit, fresh.has(visit.id), visit.submission_id === openedId));
  return { type: "FeatureCollection", features: features.filter((feature) => feature !== null) };
}

function addLayers(map: MapLibreMap): void {
  const counts = REVIEW_STATES.map((state) => [state, ["+", ["case", ["==", ["get", "state"], state], 1, 0]]]);
  ensureSource(map, SOURCE, {
    type: "geojson",
    data: { type: "FeatureCollection", features: [] },
    cluster: true,
    clusterRadius: 42,
    clusterMaxZoom: CLUSTER_MAX_ZOOM,
    clusterProperties: {
      ...(Object.fromEntries(counts) as Record<string, unknown>),
      fresh: ["+", ["get", "fresh"]],
      opened: ["+", ["get", "opened"]],
    },
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

/** Brings an opened visit into the part of the map that the drawer leaves free, if it is not there already. */
function uncover(map: MapLibreMap, visit: Visit | undefined): void {
  const { lat = null, lon = null } = visit ?? {};
  if (lat === null || lon === null) return;
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const free = width - DRAWER_PX > LEAST_PX ? width - DRAWER_PX : width;
  const { x, y } = map.project([lon, lat]);
  const isFree = x > EDGE_PX && x < free - EDGE_PX && y > EDGE_PX && y < height - EDGE_PX;
  if (!isFree) map.easeTo({ center: [lon, lat], offset: [(free - width) / 2, 0] });
}

/** The visits on the map: a sign for each, a ring with the number for each group that lies close together. */
export function VisitLayer({ visits, fresh, openedId, onOpen }: Props) {
  const map = useMap();
  const open = useEffectEvent(onOpen);
  const uncoverOpened = useEffectEvent((id: string) => uncover(map, visits.find(({ submission_id }) => submission_id === id)));

  useEffect(() => {
    addLayers(map);
    const stopGroups = onLayerClick(map, "visit-groups", (event) => void zoomInto(map, event));
    const stopPoints = onLayerClick(map, "visit-points", (event) => {
      const submission: unknown = event.features?.[0]?.properties.submission;
      if (typeof submission === "string") open(submission);
    });
    return () => {
      stopGroups();
      stopPoints();
    };
  }, [map]);

  useEffect(() => {
    setSourceData(map, SOURCE, collection({ visits, fresh, openedId }));
  }, [map, visits, fresh, openedId]);

  useEffect(() => {
    if (openedId !== null) uncoverOpened(openedId);
  }, [map, openedId]);

  return null;
}
