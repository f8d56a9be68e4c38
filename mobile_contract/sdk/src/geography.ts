/** Provinces and wards, kept on the phone so that addresses are chosen offline. */
import type { Http } from "./http";
import { HttpProblem } from "./problems";
import type { TuyenStore } from "./store";
import type { GeographyUnits } from "./types";

/** Fetch the units when they changed. Raises as `Http.send`; the kept ones stay in force. */
export async function refreshGeography(store: TuyenStore, http: Http): Promise<void> {
  const etag = await store.read("geography_etag");
  const headers = await http.headers();
  if (etag && (await store.read("geography"))) headers["If-None-Match"] = etag;
  try {
    const response = await http.sendRenewing("GET", "/geography/units.json", { headers });
    await store.write("geography", (await response.json()) as GeographyUnits);
    await store.write("geography_etag", response.headers.get("ETag") ?? undefined);
  } catch (error) {
    if (!(error instanceof HttpProblem && error.status === 304)) throw error;
  }
}

export async function readGeography(store: TuyenStore): Promise<GeographyUnits | undefined> {
  return (await store.read("geography")) as GeographyUnits | undefined;
}

/** The units of before July 2025, in three levels; `now` are the wards of today, the likeliest first. */
export interface LegacyUnits {
  version: string;
  provinces: [code: string, name: string][];
  districts: [code: string, province: string, name: string, now?: string[]][];
  wards: [code: string, district: string, name: string, now?: string[]][];
}

/** Fetch the former units, once: they do not change any more. Raises as `Http.json`. */
export async function fetchLegacyUnits(store: TuyenStore, http: Http): Promise<void> {
  if (await readLegacyUnits(store)) return;
  await store.write("geography_legacy", await http.json<LegacyUnits>("GET", "/geography/legacy.json"));
}

export async function readLegacyUnits(store: TuyenStore): Promise<LegacyUnits | undefined> {
  return (await store.read("geography_legacy")) as LegacyUnits | undefined;
}
