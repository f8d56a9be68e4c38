/** What the console reads. A query with `meta.feed` is read again when the server's change feed has grown. */
import { type QueryClient, infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { LegacyUnits } from "@tuyen/sdk";
import type * as Api from "./types";
import { type Query, call } from "./client";

const FEED = { feed: true };
const HOUR_MS = 3_600_000;
const QUARANTINE_MS = HOUR_MS / 2;

/** Reads again everything on the screen that the change feed can alter. */
export function refreshFeed(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: (query) => query.meta?.feed === true });
}

function feedList<Item>(name: string, path: string, query: Query = {}) {
  return queryOptions({
    queryKey: [name, query],
    queryFn: ({ signal }) => call<Api.Page<Item>>(path, { query, signal }),
    placeholderData: keepPreviousData,
    meta: FEED,
  });
}

function feedRecord<Answer>(name: string, path: string, id: string | null) {
  return queryOptions({
    queryKey: [name, id],
    queryFn: ({ signal }) => call<Answer>(`${path}/${id}`, { signal }),
    enabled: id !== null,
    meta: FEED,
  });
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => call<Api.Session>("/session", { signal }),
  retry: false,
  staleTime: HOUR_MS,
});

export const employeesQuery = queryOptions({
  queryKey: ["employees"],
  queryFn: ({ signal }) => call<Api.Page<Api.Employee>>("/employees", { signal }),
  staleTime: HOUR_MS / 12,
});

export const formsQuery = queryOptions({
  queryKey: ["forms"],
  queryFn: ({ signal }) => call<Api.Page<Api.FormDefinition>>("/forms", { signal }),
  staleTime: HOUR_MS / 12,
});

export const unitsQuery = queryOptions({
  queryKey: ["units"],
  queryFn: ({ signal }) => call<Api.AdministrativeUnits>("/geography/units.json", { signal }),
  staleTime: Infinity,
});

/** The administrative units before 1 July 2025. */
export const formerUnitsQuery = queryOptions({
  queryKey: ["former-units"],
  queryFn: ({ signal }) => call<LegacyUnits>("/geography/legacy.json", { signal }),
  staleTime: Infinity,
});

export const styleSourceQuery = queryOptions({
  queryKey: ["style-source"],
  queryFn: ({ signal }) => call<Api.StyleSource>("/map/style-source", { signal }),
  staleTime: Infinity,
});

export const visitsQuery = (query: Query) => feedList<Api.Visit>("visits", "/visits", query);
/** Submissions, the newest first; `counts` are of the whole list. */
export const submissionPagesQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: ["submissions", query],
    queryFn: ({ signal, pageParam }) => call<Api.Page<Api.Submission>>("/submissions", { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    placeholderData: keepPreviousData,
    meta: FEED,
  });
export const submissionQuery = (id: string | null) => feedRecord<Api.SubmissionDetail>("submission", "/submissions", id);
export const customersQuery = (query: Query) => feedList<Api.Customer>("customers", "/customers", query);
export const customerQuery = (id: string | null) => feedRecord<Api.CustomerDetail>("customer", "/customers", id);
export const routesQuery = feedList<Api.RouteSummary>("routes", "/routes");
export const routeQuery = (id: string | null) => feedRecord<Api.RouteDetail>("route", "/routes", id);

// These change without the feed growing: a device that only asks, an operation that was refused.
const watched = { refetchInterval: 15_000 };
export const conflictPagesQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: ["conflict-pages", query],
    queryFn: ({ signal, pageParam }) =>
      call<Api.Inbox<Api.Conflict, "open" | "settled">>("/conflicts", { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    meta: FEED,
    ...watched,
  });
export const conflictCountQuery = queryOptions({
  queryKey: ["conflict-count"],
  queryFn: ({ signal }) => call<{ open: number }>("/conflicts/count", { signal }),
  meta: FEED,
  ...watched,
});
// Whoever looks at the quarantine stands in the history: so the list is not read again each time the feed grows.
export const quarantinePagesQuery = (query: Query) =>
  infiniteQueryOptions({
    queryKey: ["quarantine-pages", query],
    queryFn: ({ signal, pageParam }) => call<Api.QuarantinePage>("/quarantine", { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    staleTime: QUARANTINE_MS,
    refetchInterval: QUARANTINE_MS,
  });
export const quarantineCountQuery = queryOptions({
  queryKey: ["quarantine-count"],
  queryFn: ({ signal }) => call<{ open: number }>("/quarantine/count", { signal }),
  meta: FEED,
  ...watched,
});
export const devicesQuery = { ...feedList<Api.Device>("devices", "/devices"), ...watched };
export const noticesQuery = feedList<Api.Notice>("notices", "/notifications");

export const pointsQuery = (bbox: string | null) =>
  queryOptions({
    queryKey: ["points", bbox],
    queryFn: ({ signal }) => call<Api.CustomerPoints>("/customers/points", { query: { bbox }, signal }),
    enabled: bbox !== null,
    placeholderData: keepPreviousData,
    meta: FEED,
  });

/** The customers of a list; those that changed in the last 24 hours for `/customers/recent`. */
export const customerPagesQuery = (query: Query, path: "/customers" | "/customers/recent" = "/customers") =>
  infiniteQueryOptions({
    queryKey: ["customer-pages", path, query],
    queryFn: ({ signal, pageParam }) =>
      call<Api.Page<Api.Customer>>(path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    placeholderData: keepPreviousData,
    meta: FEED,
  });
