/** Reading what was done and is to be done with a customer, page by page. */
import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { type Query, call } from "../../api/client";
import type { Page } from "../../api/types";
import type { Call, Note, Task, Ticket, TimelineEntry } from "./types";

function pages<Item>(name: string, path: string, query: Query) {
  return infiniteQueryOptions({
    queryKey: [name, path, query],
    queryFn: ({ signal, pageParam }) => call<Page<Item>>(path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    placeholderData: keepPreviousData,
    meta: { feed: true },
  });
}

export const timelinePages = (customerId: string, kinds: readonly string[]) =>
  pages<TimelineEntry>("timeline", `/customers/${customerId}/timeline`, { kinds: kinds.join(","), limit: 50 });
export const notePages = (customerId: string) => pages<Note>("notes", `/customers/${customerId}/notes`, { limit: 50 });
export const taskPages = (query: Query) => pages<Task>("tasks", "/tasks", { limit: 100, ...query });
export const ticketPages = (query: Query) => pages<Ticket>("tickets", "/tickets", { limit: 50, ...query });
export const callPages = (query: Query) => pages<Call>("calls", "/calls", { limit: 50, ...query });
