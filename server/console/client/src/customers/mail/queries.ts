/** Reading e-mails to customers and their templates. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { EmailPage, EmailStart, EmailTemplate } from "./types";

export const emailPages = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ["emails", customerId],
    queryFn: ({ signal, pageParam }) => call<EmailPage>(`/customers/${customerId}/emails`, { query: { limit: 20, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    meta: { feed: true },
  });

export const emailStartQuery = (customerId: string) =>
  queryOptions({
    queryKey: ["email-start", customerId],
    queryFn: ({ signal }) => call<EmailStart>(`/customers/${customerId}/emails/start`, { signal }),
    meta: { feed: true },
  });

export const templatesQuery = queryOptions({
  queryKey: ["email-templates"],
  queryFn: ({ signal }) => call<{ items: EmailTemplate[] }>("/email-templates", { signal }),
  meta: { feed: true },
});
