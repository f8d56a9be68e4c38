/** Adding to a map without minding whether it was added before. */
import type { LayerSpecification, Map as MapLibreMap, MapLayerMouseEvent, SourceSpecification } from "maplibre-gl";

export function ensureSource(map: MapLibreMap, id: string, source: SourceSpecification): void {
  if (!map.getSource(id)) map.addSource(id, source);
}

export function ensureLayers(map: MapLibreMap, layers: LayerSpecification[]): void {
  for (const layer of layers) {
    if (!map.getLayer(layer.id)) map.addLayer(layer);
  }
}

/** Calls back with each click on a layer and shows a hand over it; answers how to stop. */
export function onLayerClick(
  map: MapLibreMap,
  layer: string,
  onClick: (event: MapLayerMouseEvent) => void,
): () => void {
  const showHand = () => (map.getCanvas().style.cursor = "pointer");
  const hideHand = () => (map.getCanvas().style.cursor = "");
  const subscriptions = [
    map.on("click", layer, onClick),
    map.on("mouseenter", layer, showHand),
    map.on("mouseleave", layer, hideHand),
  ];
  return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
}

/** Whether a map can still be drawn on: the page takes a map away before what stands inside it. */
export function isStanding(map: MapLibreMap): boolean {
  const { style } = map as { style?: unknown };
  return style !== undefined && style !== null;
}
