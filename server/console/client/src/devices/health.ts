/** How phones' sync stands. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Named } from "../api/types";

export const HEALTH_STATES = ["never", "silent", "late", "ok"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** What a phone says of itself is null where nobody knows. */
export interface PhoneHealth {
  device: Named;
  employee: Named;
  state: HealthState;
  use: "pending" | "active" | "drain";
  os: string;
  app_version: string;
  app_too_old: boolean;
  last_contact_at: string | null;
  last_push_at: string | null;
  last_pull_at: string | null;
  queue_depth: number | null;
  media_waiting: number | null;
  media_bytes: number | null;
  storage_free: number | null;
  clock_offset_ms: number | null;
  quarantined: number;
  blocked: number;
  media_awaited: number;
  media_stuck: number;
}

export interface Health {
  items: PhoneHealth[];
  counts: Record<HealthState, number>;
}

const LOOK_AGAIN_MS = 30_000;

export const healthQuery = queryOptions({
  queryKey: ["sync-health"],
  queryFn: ({ signal }) => call<Health>("/sync/health", { signal }),
  refetchInterval: LOOK_AGAIN_MS,
  meta: { feed: true },
});

export type SortKey = "state" | "person" | "contact" | "queue" | "media" | "quarantined";
export interface Order {
  by: SortKey;
  isDown: boolean;
}

/** What the phones are sorted by; what is unknown is above any number, since it may be the worst. */
function rank(phone: PhoneHealth, by: SortKey): number | string {
  switch (by) {
    case "state":
      return -HEALTH_STATES.indexOf(phone.state);
    case "person":
      return phone.employee.name.toLowerCase();
    case "contact":
      return phone.last_contact_at ?? "";
    case "queue":
      return phone.queue_depth ?? Infinity;
    case "media":
      return phone.media_stuck * 1_000_000 + (phone.media_waiting ?? 0) + phone.media_awaited;
    case "quarantined":
      return phone.quarantined + phone.blocked;
  }
}

function compared(one: number | string, other: number | string): number {
  if (typeof one === "string" && typeof other === "string") return one.localeCompare(other, "vi");
  return one === other ? 0 : one < other ? -1 : 1;
}

/** The phones in that order; those alike stay as they were. */
export function sorted(phones: readonly PhoneHealth[], { by, isDown }: Order): PhoneHealth[] {
  const sign = isDown ? -1 : 1;
  return [...phones].sort((one, other) => sign * compared(rank(one, by), rank(other, by)));
}
