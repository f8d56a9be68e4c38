import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Form } from "../api/formTypes";
import type { Page } from "../api/types";

/** A form in the builder's list: the version in use, or the draft of one that has none yet. */
export type Overview = { form: Form; version: number | null; hasDraft: boolean }[];

type Listed = Form & { draft?: { definition?: Form } | boolean | null };

interface Forms extends Page<Listed> {
  /** Forms that have a draft, those never published among them. */
  drafts?: { key: string; definition?: Form }[];
}

/** The list of forms for who builds them. */
export function overviewOf({ items, drafts = [] }: Forms): Overview {
  const drafted = new Set(drafts.map(({ key }) => key));
  const known = new Set(items.map(({ key }) => key));
  const unpublished = drafts.flatMap(({ key, definition }) => (known.has(key) || !definition ? [] : [{ form: definition, version: null, hasDraft: true }]));
  const published = items.map((form) => ({ form, version: form.version, hasDraft: drafted.has(form.key) || Boolean(form.draft) }));
  return [...unpublished, ...published];
}

export const overviewQuery = queryOptions({
  queryKey: ["forms-overview"],
  queryFn: async ({ signal }) => overviewOf(await call<Forms>("/forms", { query: { drafts: true }, signal })),
  meta: { setup: true },
});
