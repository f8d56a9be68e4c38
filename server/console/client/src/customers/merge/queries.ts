/** Customers that may be the same, merging them, and taking a merge back. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { type Problem, call } from "../../api/client";
import { refreshFeed } from "../../api/queries";
import type { CustomerKind, Named, Page } from "../../api/types";
import type { Side } from "./choices";

export const REASONS = ["phone", "name_phone", "name_email", "name_near"] as const;

/** A customer that looks like another. */
export interface Alike extends Named {
  code: string;
  phone: string | null;
  address: string | null;
  kind: CustomerKind;
  status: string;
  owner_id: string;
}

export interface Pair {
  id: string;
  one: Alike;
  other: Alike;
  reasons: string[];
  distance_m: number | null;
  found_at: string;
}

export interface Merge {
  id: string;
  winner_id: string;
  loser_id: string;
  merged_at: string;
  undone_at: string | null;
}

export const duplicatesOfQuery = (customerId: string) =>
  queryOptions({
    queryKey: ["duplicates-of", customerId],
    queryFn: ({ signal }) => call<Page<Pair>>(`/customers/${customerId}/duplicates`, { signal }),
    meta: { feed: true },
  });

export const duplicatePages = infiniteQueryOptions({
  queryKey: ["duplicates"],
  queryFn: ({ signal, pageParam }) => call<Page<Pair>>("/duplicates", { query: { cursor: pageParam, limit: 50 }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next ?? null,
  placeholderData: keepPreviousData,
  meta: { feed: true },
});

function useAfterwards() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      refreshFeed(client),
      client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === "merges" || queryKey[0] === "history" }),
    ]);
}

interface Wanted {
  winner: string;
  loser: string;
  choices: Record<string, Side>;
}

export function useMerge() {
  const afterwards = useAfterwards();
  return useMutation<Merge, Problem, Wanted>({ mutationFn: (body) => call<Merge>("/customers/merge", { method: "POST", body }), onSettled: () => void afterwards() });
}

export function useUndoMerge() {
  const afterwards = useAfterwards();
  return useMutation<unknown, Problem, string>({ mutationFn: (id) => call(`/merges/${id}/undo`, { method: "POST", body: {} }), onSettled: () => void afterwards() });
}

/** Says that two customers are two; nobody is asked about them again. */
export function useDismiss() {
  const afterwards = useAfterwards();
  return useMutation<unknown, Problem, string>({ mutationFn: (id) => call(`/duplicates/${id}/dismiss`, { method: "POST", body: {} }), onSettled: () => void afterwards() });
}
