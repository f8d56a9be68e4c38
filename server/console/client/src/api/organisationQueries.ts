/** What the console reads about the organisation; read again after each change that is made here. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { QueryClient, UseMutationResult } from "@tanstack/react-query";
import { type Problem, type Query, call } from "./client";
import type * as Org from "./organisationTypes";
import type { Named, Page } from "./types";
import { employeesQuery, refreshFeed, sessionQuery } from "./queries";

const SETUP = { setup: true };

function setupRead<Answer>(name: string, path: string, query: Query = {}) {
  return queryOptions({
    queryKey: [name, query],
    queryFn: ({ signal }) => call<Answer>(path, { query, signal }),
    placeholderData: keepPreviousData,
    meta: SETUP,
  });
}

export const organisationQuery = setupRead<Org.Organisation>("organisation", "/organisation");
export const helpQuery = { ...setupRead<Org.HelpNow>("help", "/help"), refetchInterval: 5 * 60_000 };
export const extensionsQuery = setupRead<Org.Extensions>("extensions", "/extensions");
export const ownLineQuery = setupRead<Org.OwnLine>("own-line", "/extensions/own");
export const branchesQuery = setupRead<Page<Org.Branch>>("branches", "/branches");
export const departmentsQuery = setupRead<Page<Org.Department>>("departments", "/departments");
export const rightsQuery = setupRead<Org.Rights>("rights", "/rights");
export const peopleQuery = (query: Query) => setupRead<Page<Org.Person>>("people", "/employees", query);
/** One person; nobody else's card stands in the place of one that is still being read. */
export const personQuery = (id: string | null) =>
  queryOptions({
    queryKey: ["person", id],
    queryFn: ({ signal }) => call<Org.PersonDetail>(`/employees/${id}`, { signal }),
    enabled: id !== null,
    meta: SETUP,
  });
/** Anybody in service, seen or not: whom something can be shared with. */
export const colleaguesQuery = (q: string) => setupRead<Page<Named & { title: string }>>("colleagues", "/colleagues", { q });
export const chartQuery = setupRead<Page<Org.ChartPerson>>("chart", "/employees/chart");
export const teamsQuery = setupRead<Page<Org.Team>>("teams", "/teams");
export const poolsQuery = setupRead<Page<Org.Pool>>("pools", "/pools");
export const setsQuery = setupRead<Page<Org.CustomerSet>>("customer-sets", "/customer-sets");
export const sharesQuery = (query: Query) => setupRead<Page<Org.Share>>("shares", "/shares", query);

export const whyQuery = (customerId: string) => setupRead<{ reasons: Org.WhyReason[] }>("why", `/customers/${customerId}/why`);

/** The system's history, or one customer's where `customerId` is given; newest first, page by page. */
export const historyQuery = (query: Query, customerId: string | null = null) =>
  infiniteQueryOptions({
    queryKey: ["history", customerId, query],
    queryFn: ({ signal, pageParam }) => {
      const path = customerId === null ? "/history" : `/customers/${customerId}/history`;
      return call<Org.HistoryPage>(path, { query: { ...query, cursor: pageParam }, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    meta: SETUP,
  });

async function refreshSetup(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ predicate: (query) => query.meta?.setup === true }),
    client.invalidateQueries({ queryKey: employeesQuery.queryKey }),
    client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    refreshFeed(client),
  ]);
}

/** A change to the organisation's set-up; afterwards everything that may show it is read again. */
export function useSetup<Input, Answer>(act: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Problem, Input> {
  const client = useQueryClient();
  return useMutation<Answer, Problem, Input>({ mutationFn: act, onSettled: () => void refreshSetup(client) });
}
