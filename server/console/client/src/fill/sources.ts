/** Where the records of a reference field come from. */
import { queryOptions } from "@tanstack/react-query";
import { type Query, call } from "../api/client";
import type { FieldDefinition } from "../api/formTypes";
import type { Page } from "../api/types";

/** A record that may be chosen, with what the server tells of it. */
export interface Found {
  id: string;
  name?: string | null;
  title?: string | null;
  code?: string | null;
  [more: string]: unknown;
}

interface Source {
  path: string;
  /** Whether the server looks for the words; else everything comes and is searched here. */
  searches: boolean;
  /** As what the server is given the words. */
  words?: string;
  /** What narrows the list at the server, by the member of `where`. */
  narrows?: Record<string, string>;
  /** Where one record is read for its name; the list has it where this is not given. */
  one?: string;
}

const SOURCES: Record<string, Source> = {
  customer: { path: "/customers", searches: true, narrows: { type: "kind", status: "status" }, one: "/customers" },
  employee: { path: "/colleagues", searches: true, one: "/employees" },
  product: { path: "/products", searches: true, narrows: { status: "status" }, one: "/products" },
  price_list: { path: "/price-lists", searches: true, narrows: { status: "status" }, one: "/price-lists" },
  promotion: { path: "/promotions", searches: true, narrows: { status: "status" }, one: "/promotions" },
  route: { path: "/routes", searches: false, one: "/routes" },
  order: { path: "/orders", searches: true, words: "code", narrows: { kind: "kind" }, one: "/orders" },
  opportunity: { path: "/opportunities", searches: true, one: "/opportunities" },
  ticket: { path: "/tickets", searches: true, one: "/tickets" },
  tag: { path: "/tags", searches: false },
  update_set: { path: "/update-sets", searches: false },
  customer_group: { path: "/customer-groups", searches: false },
  team: { path: "/teams", searches: false },
  branch: { path: "/branches", searches: false },
  pool: { path: "/pools", searches: false },
};

const LIMIT = 30;

export function sourceOf(kind: string | undefined): Source {
  return SOURCES[kind ?? "customer"] ?? { path: `/${kind}s`, searches: true };
}

/** What the server is asked for: the words, and what of `where` it understands. */
export function sourceQuery(field: Pick<FieldDefinition, "of" | "where">, q: string): Query {
  const { searches, words = "q", narrows = {} } = sourceOf(field.of);
  const narrowed = Object.entries(field.where ?? {}).flatMap(([member, value]) => (narrows[member] ? [[narrows[member], String(value)]] : []));
  return { ...(searches ? { [words]: q, limit: LIMIT } : {}), ...(Object.fromEntries(narrowed) as Query) };
}

function reached(record: unknown, path: string): unknown {
  return path.split(".").reduce((at: unknown, name) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined), record);
}

/** Whether a record is one that `where` admits, as far as the list tells of its members. */
export function admits(where: Record<string, unknown> | undefined, record: Found): boolean {
  return Object.entries(where ?? {}).every(([path, wanted]) => {
    const value = reached(record, path);
    return value === undefined || (Array.isArray(wanted) ? wanted.includes(value) : value === wanted);
  });
}

/** Whether a record goes with what the parent field names: update sets by the tags that were chosen. */
export function belongs(record: Found, field: Pick<FieldDefinition, "of" | "parent">, above: unknown): boolean {
  if (field.parent === undefined || !Array.isArray(above) || above.length === 0) return true;
  const tags = record.tags;
  if (!Array.isArray(tags) || tags.length === 0) return true;
  return tags.some((tag: unknown) => above.includes(idOf(tag)));
}

function idOf(tag: unknown): unknown {
  return typeof tag === "object" && tag !== null && "id" in tag ? tag.id : tag;
}

export const foundQuery = (field: Pick<FieldDefinition, "of" | "where">, q: string) => {
  const query = sourceQuery(field, q);
  return queryOptions({
    queryKey: ["ref", field.of ?? "customer", query],
    queryFn: ({ signal }) => call<Page<Found>>(sourceOf(field.of).path, { query, signal }),
    staleTime: 30_000,
  });
};

/** One record that is chosen already; what the list tells of it where nothing else does. */
export const oneQuery = (kind: string, id: string | null) =>
  queryOptions({
    queryKey: ["ref-one", kind, id],
    queryFn: async ({ signal }): Promise<Found | null> => {
      const { one, path } = sourceOf(kind);
      if (one) return call<Found>(`${one}/${id}`, { signal });
      const { items } = await call<Page<Found>>(path, { signal });
      return items.find((item) => item.id === id) ?? null;
    },
    enabled: id !== null,
    staleTime: 60_000,
    retry: false,
  });

/** One record for what a form takes from it: by itself, since reading it for its name ends once a list has that. */
export const takenQuery = (kind: string, id: string) => queryOptions({ ...oneQuery(kind, id), queryKey: ["ref-taken", kind, id] });

/** How a record is called in a list of choices. */
export function nameOf(record: Found): string {
  const name = record.name ?? (typeof record.title === "string" ? record.title : null) ?? record.code ?? `#${record.id.slice(-6)}`;
  const beside = [record.code, record.phone, typeof record.title === "string" ? record.title : null];
  const more = beside.filter((each): each is string => typeof each === "string" && each !== "" && each !== name);
  return [name, more[0]].filter(Boolean).join(" – ");
}
