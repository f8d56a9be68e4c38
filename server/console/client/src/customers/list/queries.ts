/** What a person keeps of the list of customers: columns and filters; and what can be done with many at once. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import { refreshFeed } from "../../api/queries";
import type { Named, Page } from "../../api/types";

const SETUP = { setup: true };

export interface SavedFilter extends Named {
  filter: Record<string, string>;
}

export interface Group extends Named {
  description: string;
  count: number;
}

export const savedFiltersQuery = queryOptions({
  queryKey: ["customer-filters"],
  queryFn: ({ signal }) => call<Page<SavedFilter>>("/customer-filters", { signal }),
  meta: SETUP,
});

export const columnsQuery = queryOptions({
  queryKey: ["customer-columns"],
  queryFn: ({ signal }) => call<{ columns: string[] }>("/customer-columns", { signal }),
  staleTime: Infinity,
});

export const groupsQuery = (q = "") =>
  queryOptions({
    queryKey: ["customer-groups", q],
    queryFn: ({ signal }) => call<Page<Group>>("/customer-groups", { query: { q }, signal }),
    meta: SETUP,
  });

/** Keeps which columns somebody sees; the list shows them at once. */
export function useKeepColumns() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (columns: string[]) => call<{ columns: string[] }>("/customer-columns", { method: "PUT", body: { columns } }),
    onMutate: (columns) => client.setQueryData(columnsQuery.queryKey, { columns }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: columnsQuery.queryKey });
      return refreshFeed(client);
    },
  });
}
