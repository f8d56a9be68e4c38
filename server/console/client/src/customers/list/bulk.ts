/** Doing one thing with many customers at once. */
import { call } from "../../api/client";
import { type CustomerFilter, queryOf } from "../filter";

/** Whom: those that were ticked, or everybody whom a filter finds. */
export type Many = { ids: readonly string[] } | { filter: CustomerFilter; total: number };

export type Act =
  | { action: "assign"; owner_id?: string; pool_id?: string | null }
  | { action: "tag" | "untag"; tag_ids: string[] }
  | { action: "group" | "ungroup"; group_id: string }
  | { action: "status"; status: string }
  | { action: "archive" | "restore" };

export interface BulkAnswer {
  changed: number;
  /** Customers that were left alone, such as those that the reader may only look at. */
  skipped?: number;
}

export function countOf(many: Many): number {
  return "ids" in many ? many.ids.length : many.total;
}

export function doWithMany(many: Many, act: Act): Promise<BulkAnswer> {
  const whom = "ids" in many ? { ids: many.ids } : { filter: queryOf(many.filter) };
  return call<BulkAnswer>("/customers/bulk", { method: "POST", body: { ...whom, ...act } });
}
