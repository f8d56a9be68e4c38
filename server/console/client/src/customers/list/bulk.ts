/** Doing one thing with many customers at once. */
import { call } from "../../api/client";
import { type CustomerFilter, queryOf } from "../filter";

/** Whom: those that were ticked, or everybody whom a filter finds. */
export type Many = { ids: readonly string[] } | { filter: CustomerFilter; total: number };

export type Act =
  | { action: "assign"; owner_id?: string; pool_id?: string | null }
  | { action: "tag" | "untag"; tag_id: string }
  | { action: "group" | "ungroup"; group_id: string }
  | { action: "status"; status: string }
  | { action: "archive" | "restore" };

export interface BulkAnswer {
  changed: number;
}

export function countOf(many: Many): number {
  return "ids" in many ? many.ids.length : many.total;
}

function withoutOrder(query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([name]) => name !== "sort"));
}

/** Whether the server can take all that a filter finds: it cannot by fields of the record. */
export function canTakeAll(filter: CustomerFilter): boolean {
  return filter.list !== "recent" && Object.keys(filter.fields).length === 0;
}

export function doWithMany(many: Many, act: Act): Promise<BulkAnswer> {
  const whom = "ids" in many ? { ids: many.ids } : { filter: withoutOrder(queryOf(many.filter)) };
  return call<BulkAnswer>("/customers/bulk", { method: "POST", body: { ...whom, ...act } });
}
