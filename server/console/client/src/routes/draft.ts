/** A route while it is being edited, and what of it has to be sent. */
import type { Picked } from "../customers/selection";
import type { CustomerKind, Membership, RouteDetail } from "../api/types";

export interface DraftStop {
  /** Identifier of the customer. */
  id: string;
  name: string;
  kind: CustomerKind;
  lat: number | null;
  lon: number | null;
  membership: Membership;
  note: string;
}

export interface Draft {
  name: string;
  description: string;
  status: "active" | "stopped";
  stops: DraftStop[];
}

export interface RoutePatch {
  name?: string;
  description?: string;
  status?: "active" | "stopped";
  stops?: { customer_id: string; membership: Membership; note: string | null }[];
}

export function draftOf(route: RouteDetail): Draft {
  const stops = [...route.stops]
    .sort((a, b) => a.seq - b.seq)
    .map(({ customer, membership, note }) => ({ ...customer, membership, note: note ?? "" }));
  return { name: route.name, description: route.description ?? "", status: route.status, stops };
}

/** Stops for customers that are not on the route yet, at its end. */
export function withStops(draft: Draft, customers: readonly Picked[]): Draft {
  const known = new Set(draft.stops.map(({ id }) => id));
  const fresh = customers.filter(({ id }) => !known.has(id));
  const stops = fresh.map((customer): DraftStop => ({ ...customer, membership: "in", note: "" }));
  return { ...draft, stops: [...draft.stops, ...stops] };
}

export function withStop(draft: Draft, customerId: string, change: Partial<DraftStop>): Draft {
  return { ...draft, stops: draft.stops.map((stop) => (stop.id === customerId ? { ...stop, ...change } : stop)) };
}

function sentStops(draft: Draft): NonNullable<RoutePatch["stops"]> {
  return draft.stops.map(({ id, membership, note }) => ({ customer_id: id, membership, note: note.trim() || null }));
}

/** Only what differs from the route as the server has it; an empty object when nothing does. */
export function patchOf(route: RouteDetail, draft: Draft): RoutePatch {
  const before = draftOf(route);
  const patch: RoutePatch = {};
  if (draft.name.trim() !== before.name) patch.name = draft.name.trim();
  if (draft.description.trim() !== before.description) patch.description = draft.description.trim();
  if (draft.status !== before.status) patch.status = draft.status;
  if (JSON.stringify(sentStops(draft)) !== JSON.stringify(sentStops(before))) patch.stops = sentStops(draft);
  return patch;
}
