/** The base map that needs no internet: outlines, names and a grid, and a raster layer where the server names a tile source. */
import type {
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from "maplibre-gl";
import type { StyleSource } from "../api/types";
import { FIXED_PLACES, type PlaceKind } from "./places";

export interface MapPalette {
  sea: string;
  land: string;
  home: string;
  coast: string;
  border: string;
  grid: string;
  text: string;
  faint: string;
  water: string;
  halo: string;
}

export const LIGHT: MapPalette = {
  sea: "#d3e5ea",
  land: "#e7e8e3",
  home: "#fbfaf5",
  coast: "#8fb0b8",
  border: "#b9b6aa",
  grid: "#9bbcc4",
  text: "#2d3a3c",
  faint: "#66777a",
  water: "#3d7484",
  halo: "#ffffff",
};

export const DARK: MapPalette = {
  sea: "#14262c",
  land: "#1d2526",
  home: "#27302f",
  coast: "#41606a",
  border: "#4b5452",
  grid: "#2c4a53",
  text: "#d5dedd",
  faint: "#90a09f",
  water: "#7fb3c2",
  halo: "#12191a",
};

// The weight is read from the first name; no such family exists, so the second one is drawn in that weight.
export const REGULAR = ["Be Vietnam Pro"];
export const MEDIUM = ["Be Vietnam Pro Medium", "Be Vietnam Pro"];
export const BOLD = ["Be Vietnam Pro Semibold", "Be Vietnam Pro"];
const ITALIC = ["Be Vietnam Pro Medium Italic", "Be Vietnam Pro"];

const EMPTY = { type: "FeatureCollection" as const, features: [] };

function sourcesOf(tiles: StyleSource): Record<string, SourceSpecification> {
  const sources: Record<string, SourceSpecification> = {
    outlines: { type: "geojson", data: EMPTY, tolerance: 0.2 },
    places: { type: "geojson", data: { type: "FeatureCollection", features: FIXED_PLACES } },
    grid: { type: "geojson", data: EMPTY },
  };
  if (tiles.tiles_url) {
    const attribution = tiles.attribution ? { attribution: tiles.attribution } : {};
    sources.tiles = { type: "raster", tiles: [tiles.tiles_url], tileSize: 256, ...attribution };
  }
  return sources;
}

function groundLayers(palette: MapPalette): LayerSpecification[] {
  const isKind = (kind: string): FilterSpecification => ["==", ["get", "kind"], kind];
  return [
    { id: "sea", type: "background", paint: { "background-color": palette.sea } },
    { id: "land", type: "fill", source: "outlines", filter: isKind("land"), paint: { "fill-color": palette.land } },
    { id: "home", type: "fill", source: "outlines", filter: isKind("home"), paint: { "fill-color": palette.home } },
    {
      id: "coast",
      type: "line",
      source: "outlines",
      filter: isKind("coast"),
      paint: { "line-color": palette.coast, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.6, 10, 1.6] },
    },
    {
      id: "border",
      type: "line",
      source: "outlines",
      filter: isKind("border"),
      paint: { "line-color": palette.border, "line-width": 1, "line-dasharray": [4, 2] },
    },
  ];
}

function gridLayers(palette: MapPalette): LayerSpecification[] {
  return [
    { id: "grid", type: "line", source: "grid", paint: { "line-color": palette.grid, "line-width": 0.6, "line-opacity": 0.55 } },
    {
      id: "grid-labels",
      type: "symbol",
      source: "grid",
      layout: { "symbol-placement": "line", "symbol-spacing": 700, "text-field": ["get", "label"], "text-font": REGULAR, "text-size": 10 },
      paint: { "text-color": palette.water, "text-opacity": 0.75, "text-halo-color": palette.sea, "text-halo-width": 1 },
    },
  ];
}

type NameLook = Pick<SymbolLayerSpecification, "minzoom" | "maxzoom" | "layout" | "paint">;

function nameLayer(kind: PlaceKind, palette: MapPalette, look: NameLook): SymbolLayerSpecification {
  return {
    id: `names-${kind}`,
    type: "symbol",
    source: "places",
    filter: ["==", ["get", "kind"], kind],
    ...look,
    layout: { "text-field": ["get", "name"], "text-font": REGULAR, "text-max-width": 9, "text-padding": 6, ...look.layout },
    paint: { "text-color": palette.text, "text-halo-color": palette.halo, "text-halo-width": 1.4, ...look.paint },
  };
}

function unitNames(palette: MapPalette): LayerSpecification[] {
  return [
    nameLayer("ward", palette, {
      minzoom: 9,
      layout: { "text-size": ["interpolate", ["linear"], ["zoom"], 9, 10, 14, 13] },
      paint: { "text-color": palette.faint },
    }),
    nameLayer("province", palette, {
      minzoom: 5,
      maxzoom: 11,
      layout: { "text-font": BOLD, "text-size": ["interpolate", ["linear"], ["zoom"], 5, 10.5, 9, 15] },
    }),
    nameLayer("country", palette, {
      maxzoom: 6,
      layout: { "text-font": MEDIUM, "text-size": 13, "text-letter-spacing": 0.08 },
      paint: { "text-color": palette.faint },
    }),
  ];
}

function seaNames(palette: MapPalette): LayerSpecification[] {
  const water = { "text-color": palette.water, "text-halo-color": palette.sea };
  const always = { "text-allow-overlap": true, "text-ignore-placement": true };
  return [
    nameLayer("sea", palette, {
      layout: { "text-font": ITALIC, "text-letter-spacing": 0.14, "text-size": ["interpolate", ["linear"], ["zoom"], 3, 11, 7, 19] },
      paint: water,
    }),
    nameLayer("island", palette, {
      minzoom: 6.2,
      layout: { "text-size": 10.5, "text-anchor": "top", "text-offset": [0, 0.5] },
      paint: water,
    }),
    {
      id: "island-dots",
      type: "circle",
      source: "places",
      filter: ["==", ["get", "kind"], "island"],
      minzoom: 3.5,
      paint: { "circle-radius": 1.8, "circle-color": palette.home, "circle-stroke-color": palette.coast, "circle-stroke-width": 1 },
    },
    nameLayer("archipelago", palette, {
      layout: { ...always, "text-font": MEDIUM, "text-max-width": 20, "text-size": ["interpolate", ["linear"], ["zoom"], 2, 9, 4, 10.5, 7, 14] },
      paint: { "text-color": palette.text },
    }),
  ];
}

/** The style for MapLibre. It names no glyph server, so that names are drawn with the page's own fonts. */
export function baseStyle(palette: MapPalette, tiles: StyleSource): StyleSpecification {
  const streets: LayerSpecification[] = tiles.tiles_url ? [{ id: "streets", type: "raster", source: "tiles" }] : [];
  const unitsOrStreets = tiles.tiles_url ? streets : [...gridLayers(palette), ...unitNames(palette)];
  return {
    version: 8,
    sources: sourcesOf(tiles),
    layers: [...groundLayers(palette), ...unitsOrStreets, ...seaNames(palette)],
  };
}
