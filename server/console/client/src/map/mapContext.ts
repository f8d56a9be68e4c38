import { createContext, useContext } from "react";
import type { Map as MapLibreMap } from "maplibre-gl";

export const MapContext = createContext<MapLibreMap | null>(null);

/** The map of the page around. */
export function useMap(): MapLibreMap {
  const map = useContext(MapContext);
  if (map === null) throw new Error("useMap outside of MapFrame");
  return map;
}
