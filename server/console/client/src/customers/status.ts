/** How far a customer has come: Lead → Tiềm năng → Khách hàng, then VIP or former. */
import type { MessageKey } from "../i18n/vi";

export const STATUSES = ["lead", "potential", "customer", "vip", "old"] as const;
export type CustomerStatus = (typeof STATUSES)[number];

export const STATUS_COLOUR: Record<string, string> = { lead: "gray", potential: "amber", customer: "teal", vip: "grape", old: "orange" };

/** The words for a status; none for one that this console does not know yet. */
export function statusKey(status: string): MessageKey | null {
  const known = STATUSES.find((one) => one === status);
  return known ? `status.${known}` : null;
}

const LATER: Record<string, CustomerStatus[]> = { customer: ["vip", "old"], vip: ["customer", "old"], old: ["customer", "vip"] };

/** Where a choice may lead from a status; forward from Lead leads a button of its own, to Khách hàng conversion. */
export function nextStatuses(status: string): CustomerStatus[] {
  return LATER[status] ?? [];
}
