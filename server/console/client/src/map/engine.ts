/** Starting MapLibre with the page's own worker file and fonts: nothing is fetched from elsewhere. */
import "maplibre-gl/dist/maplibre-gl.css";
import {
  AttributionControl,
  type LngLatBoundsLike,
  Map as MapLibreMap,
  NavigationControl,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { Translate } from "../i18n/translate";
import { addIcons } from "./icons";

/** The mainland and both archipelagos. */
export const COUNTRY_BOUNDS: LngLatBoundsLike = [
  [102, 7.5],
  [116.5, 23.5],
];
const EVERY_LETTER_GROUP = "AaĂăĐđƠơƯưẾếỘộỄễ";

setWorkerUrl(workerUrl);

/** Letters are drawn once and kept, so the font files of all Vietnamese letters must be there before the first name. */
async function loadFonts(): Promise<void> {
  const weights = ["400", "500", "600"];
  await Promise.all(weights.map((weight) => document.fonts.load(`${weight} 24px "Be Vietnam Pro"`, EVERY_LETTER_GROUP)));
}

function addControls(map: MapLibreMap, t: Translate): void {
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 120, unit: "metric" }), "bottom-left");
  map.addControl(new AttributionControl({ compact: false, customAttribution: t("map.source") }), "bottom-right");
}

function markIdle(map: MapLibreMap, element: HTMLElement): void {
  map.on("movestart", () => element.removeAttribute("data-idle"));
  map.on("sourcedata", () => element.removeAttribute("data-idle"));
  map.on("idle", () => element.setAttribute("data-idle", "true"));
}

/** A map that has read its style; `data-idle` on the element tells when everything is drawn. */
export async function startMap(
  element: HTMLElement,
  style: StyleSpecification,
  t: Translate,
  signal: AbortSignal,
): Promise<MapLibreMap> {
  await loadFonts();
  signal.throwIfAborted();
  const map = new MapLibreMap({
    container: element,
    style,
    bounds: COUNTRY_BOUNDS,
    fitBoundsOptions: { padding: 12 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    maxZoom: 19,
    minZoom: 2,
    locale: { "NavigationControl.ZoomIn": t("map.zoomin"), "NavigationControl.ZoomOut": t("map.zoomout") },
  });
  map.touchZoomRotate.disableRotation();
  addControls(map, t);
  markIdle(map, element);
  await map.once("load");
  addIcons(map);
  return map;
}
