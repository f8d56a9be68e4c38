/** Names on the map: administrative units, the sea, and the two archipelagos. */
import type { Feature, FeatureCollection, Point } from "geojson";
import type { AdministrativeUnits } from "../api/types";

export type PlaceKind = "province" | "ward" | "country" | "sea" | "archipelago" | "island";

export interface PlaceProperties {
  kind: PlaceKind;
  name: string;
}

type PlaceFeature = Feature<Point, PlaceProperties>;
type NamedSpot = [name: string, lon: number, lat: number];

/** Both belong to Vietnam and are named so in every language. */
export const ARCHIPELAGO_NAMES: NamedSpot[] = [
  ["Quần đảo Hoàng Sa\n(Việt Nam)", 112.0, 16.5],
  ["Quần đảo Trường Sa\n(Việt Nam)", 114.0, 10.0],
];

const ISLANDS: NamedSpot[] = [
  ["Đảo Hoàng Sa", 111.607, 16.533],
  ["Đảo Phú Lâm", 112.335, 16.834],
  ["Đảo Linh Côn", 112.73, 16.666],
  ["Đảo Tri Tôn", 111.2, 15.783],
  ["Đảo Trường Sa", 111.92, 8.645],
  ["Đảo Song Tử Tây", 114.331, 11.429],
  ["Đảo Nam Yết", 114.365, 10.18],
  ["Đảo Sơn Ca", 114.478, 10.375],
  ["Đảo Sinh Tồn", 114.329, 9.886],
  ["Đảo Phan Vinh", 113.69, 8.97],
  ["Đảo An Bang", 112.915, 7.87],
];

const SEAS: NamedSpot[] = [
  ["Biển Đông", 112.4, 13.4],
  ["Vịnh Bắc Bộ", 107.4, 19.7],
  ["Vịnh Thái Lan", 102.3, 9.3],
];

const COUNTRIES: NamedSpot[] = [
  ["Việt Nam", 108.2, 13.6],
  ["Lào", 102.6, 19.4],
  ["Campuchia", 104.8, 12.7],
  ["Thái Lan", 101.3, 15.6],
  ["Trung Quốc", 109.2, 24.6],
];

function placed(kind: PlaceKind, name: string, lon: number, lat: number): PlaceFeature {
  return { type: "Feature", properties: { kind, name }, geometry: { type: "Point", coordinates: [lon, lat] } };
}

function spots(kind: PlaceKind, list: NamedSpot[]): PlaceFeature[] {
  return list.map(([name, lon, lat]) => placed(kind, name, lon, lat));
}

/** A unit's name as maps write it: without its rank. */
export function shortName(name: string): string {
  const short = name.normalize("NFC").replace(/^(Tỉnh|Thành phố|Phường|Xã|Đặc khu)\s+/u, "");
  // "Phường 1" keeps its rank: a number alone names nothing.
  return /^\d/.test(short) ? name : short;
}

/** The names that need no server. */
export const FIXED_PLACES: PlaceFeature[] = [
  ...spots("archipelago", ARCHIPELAGO_NAMES),
  ...spots("island", ISLANDS),
  ...spots("sea", SEAS),
  ...spots("country", COUNTRIES),
];

/** All names; the archipelagos come from the list above, so units of the same name are left out. */
export function placesOf(units: AdministrativeUnits | undefined): FeatureCollection<Point, PlaceProperties> {
  const provinces = (units?.provinces ?? []).map(([, name, lat, lon]) => placed("province", shortName(name), lon, lat));
  const wards = (units?.wards ?? [])
    .filter(([, , name]) => !/Hoàng Sa|Trường Sa/u.test(name.normalize("NFC")))
    .map(([, , name, lat, lon]) => placed("ward", shortName(name), lon, lat));
  return { type: "FeatureCollection", features: [...FIXED_PLACES, ...provinces, ...wards] };
}
