/** Lists and details of records, read again when the server's change feed has grown. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Query, call } from "./client";
import type { Page } from "./types";

const FEED = { feed: true };

/** A list of records, page by page. */
export const pagesQuery = <Item, Of extends Page<Item> = Page<Item>>(path: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: ["pages", path, query],
    queryFn: ({ signal, pageParam }) => call<Of>(path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    placeholderData: keepPreviousData,
    meta: FEED,
  });

/** One record. */
export const recordQuery = <Detail>(path: string, id: string | undefined) =>
  queryOptions({
    queryKey: ["record", path, id],
    queryFn: ({ signal }) => call<Detail>(`${path}/${id}`, { signal }),
    enabled: id !== undefined,
    meta: FEED,
  });
