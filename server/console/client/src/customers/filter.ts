/** What the list of customers is narrowed and sorted to; it stands in the page's address, so that it can be kept and shared. */
import { CUSTOMER_KINDS, type CustomerKind } from "../api/types";

export type ListKind = "all" | "recent" | "archived";
export type ViewKind = "table" | "map";

export interface CustomerFilter {
  q: string;
  kind: CustomerKind | null;
  status: string | null;
  ownerId: string | null;
  poolId: string | null;
  groupId: string | null;
  tagId: string | null;
  source: string | null;
  province: string | null;
  ward: string | null;
  /** Custom fields by name; what they must equal. */
  fields: Record<string, string>;
  /** Column name; with a minus in front, downwards. Null is the order of names. */
  sort: string | null;
  /** All in use, those that changed in the last 24 hours, or those in the archive. */
  list: ListKind;
}

export const NO_FILTER: CustomerFilter = {
  q: "", kind: null, status: null, ownerId: null, poolId: null, groupId: null, tagId: null, source: null,
  province: null, ward: null, fields: {}, sort: null, list: "all",
};

/** The orders in which the server can page through a million customers. */
export const ORDERS: ReadonlySet<string> = new Set(["name", "-name", "code", "-code", "-updated_at"]);

/** What the members are called in the API; the address and saved filters call them the same. */
const NAMES = {
  status: "status",
  ownerId: "owner_id",
  poolId: "pool_id",
  groupId: "group_id",
  tagId: "tag",
  source: "source",
  province: "province_code",
  ward: "ward_code",
  sort: "sort",
} as const satisfies Partial<Record<keyof CustomerFilter, string>>;

type SimpleName = keyof typeof NAMES;
const SIMPLE_NAMES = Object.keys(NAMES) as SimpleName[];
const FIELD = "field.";

function listIn(parameters: URLSearchParams): ListKind {
  if (parameters.get("archived") === "true") return "archived";
  return parameters.get("list") === "recent" ? "recent" : "all";
}

/** Reads a filter from an address or a saved query; what is not understood is left out. */
export function readFilter(parameters: URLSearchParams): CustomerFilter {
  const simple = Object.fromEntries(SIMPLE_NAMES.map((name) => [name, parameters.get(NAMES[name])])) as Pick<CustomerFilter, SimpleName>;
  const fields = [...parameters].filter(([name]) => name.startsWith(FIELD)).map(([name, value]) => [name.slice(FIELD.length), value] as const);
  return {
    ...simple,
    sort: ORDERS.has(simple.sort ?? "") ? simple.sort : null,
    q: parameters.get("q") ?? "",
    kind: CUSTOMER_KINDS.find((kind) => kind === parameters.get("kind")) ?? null,
    fields: Object.fromEntries(fields),
    list: listIn(parameters),
  };
}

/** A filter as the API takes it. */
export function queryOf(filter: CustomerFilter): Record<string, string> {
  const simple = SIMPLE_NAMES.map((name) => [NAMES[name], filter[name]] as const);
  const fields = Object.entries(filter.fields).map(([name, value]) => [`${FIELD}${name}`, value] as const);
  const archived = filter.list === "archived" ? "true" : null;
  const pairs: (readonly [string, string | null])[] = [["q", filter.q], ["kind", filter.kind], ["archived", archived], ...simple, ...fields];
  return Object.fromEntries(pairs.filter(([, value]) => value?.trim())) as Record<string, string>;
}

/** A filter as an address keeps it. */
export function writeFilter(filter: CustomerFilter): Record<string, string> {
  return { ...queryOf(filter), ...(filter.list === "recent" ? { list: "recent" } : {}) };
}

/** Whether the list is narrowed at all, beside its order. */
export function isNarrowed(filter: CustomerFilter): boolean {
  return filter.q.trim() !== "" || filter.list !== "all" || activeParts(filter).length > 0;
}

/** The members that narrow the list, beside the words that were typed; to be shown and taken away one by one. */
export function activeParts(filter: CustomerFilter): (SimpleName | "kind" | `field.${string}`)[] {
  const simple = SIMPLE_NAMES.filter((name) => name !== "sort" && filter[name] !== null);
  const fields = Object.keys(filter.fields).map((name) => `${FIELD}${name}` as const);
  return [...(filter.kind === null ? [] : (["kind"] as const)), ...simple, ...fields];
}

/** The filter without one of its parts. */
export function without(filter: CustomerFilter, part: ReturnType<typeof activeParts>[number]): CustomerFilter {
  if (part.startsWith(FIELD)) {
    const name = part.slice(FIELD.length);
    return { ...filter, fields: Object.fromEntries(Object.entries(filter.fields).filter(([known]) => known !== name)) };
  }
  // A ward stands within its province.
  return part === "province" ? { ...filter, province: null, ward: null } : { ...filter, [part]: null };
}

/** The next order when a column's heading is pressed: upwards, downwards, the usual one; what the server has not is passed over. */
export function nextSort(sort: string | null, column: string): string | null {
  const turns = [column, `-${column}`].filter((order) => ORDERS.has(order));
  return turns[sort === null ? 0 : turns.indexOf(sort) + 1] ?? null;
}

/** Whether a list can be put into an order by a column at all. */
export function isSortable(column: string): boolean {
  return nextSort(null, column) !== null;
}
