/** The basket of selected customers: an ordered list without doubles. All functions are pure. */
import type { Customer, CustomerKind, CustomerPoint } from "../api/types";
import { type Place, distanceBetween } from "../ui/format";

export interface Picked {
  id: string;
  name: string;
  kind: CustomerKind;
  lat: number | null;
  lon: number | null;
}

export function pickedFromCustomer({ id, name, kind, lat, lon }: Customer): Picked {
  return { id, name, kind, lat, lon };
}

export function pickedFromPoint([id, lon, lat, kind, name]: CustomerPoint): Picked {
  return { id, name, kind, lat, lon };
}

export function added(basket: readonly Picked[], more: readonly Picked[]): Picked[] {
  const known = new Set(basket.map(({ id }) => id));
  const fresh = more.filter(({ id }) => !known.has(id) && known.add(id));
  return [...basket, ...fresh];
}

export function removed(basket: readonly Picked[], ids: Iterable<string>): Picked[] {
  const gone = new Set(ids);
  return basket.filter(({ id }) => !gone.has(id));
}

/** The list with the item at `from` moved to `to`; the same order when a place does not exist. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const copy = [...list];
  if (from < 0 || to < 0 || from >= copy.length || to >= copy.length) return copy;
  const taken = copy.splice(from, 1);
  copy.splice(to, 0, ...taken);
  return copy;
}

/** Corner points as [longitude, latitude] in degrees. */
export type Polygon = readonly (readonly [lon: number, lat: number])[];

/** Whether a point lies in a polygon (even-odd rule; the last corner joins the first). */
export function liesWithin(lon: number, lat: number, polygon: Polygon): boolean {
  let inside = false;
  polygon.forEach(([lonA, latA], index) => {
    const [lonB, latB] = polygon[(index + polygon.length - 1) % polygon.length] ?? [lonA, latA];
    const crosses = latA > lat !== latB > lat;
    if (crosses && lon < ((lonB - lonA) * (lat - latA)) / (latB - latA) + lonA) inside = !inside;
  });
  return inside;
}

export function pointsWithin(points: readonly CustomerPoint[], polygon: Polygon): CustomerPoint[] {
  return points.filter(([, lon, lat]) => liesWithin(lon, lat, polygon));
}

interface MaybePlaced {
  lat: number | null;
  lon: number | null;
}

function placeOf(spot: MaybePlaced): Place | null {
  return spot.lat === null || spot.lon === null ? null : { lat: spot.lat, lon: spot.lon };
}

function nearestIndex(from: Place, rest: readonly MaybePlaced[]): number {
  const distances = rest.map((spot) => {
    const place = placeOf(spot);
    return place === null ? Infinity : distanceBetween(from, place);
  });
  return distances.indexOf(Math.min(...distances));
}

/** The first stop stays; each next one is the nearest that is left. Stops without a place come last, in their order. */
export function nearestFirst<Stop extends MaybePlaced>(stops: readonly Stop[]): Stop[] {
  const rest = stops.filter((stop) => placeOf(stop) !== null);
  const unplaced = stops.filter((stop) => placeOf(stop) === null);
  const ordered = rest.splice(0, 1);
  while (rest.length > 0) {
    const here = placeOf(ordered[ordered.length - 1] ?? { lat: null, lon: null });
    ordered.push(...rest.splice(here === null ? 0 : nearestIndex(here, rest), 1));
  }
  return [...ordered, ...unplaced];
}

/** Kilometres along the stops as the crow flies; stops without a place are passed over. */
export function lengthKm(stops: readonly MaybePlaced[]): number {
  const places = stops.map(placeOf).filter((place) => place !== null);
  const legs = places.slice(1).map((place, index) => distanceBetween(places[index] ?? place, place));
  return legs.reduce((sum, leg) => sum + leg, 0) / 1_000;
}
