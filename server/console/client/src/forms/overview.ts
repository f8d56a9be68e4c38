import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Form } from "../api/formTypes";
import type { Bilingual, Page } from "../api/types";

/** A form in the builder's list: its version in use, null while it has none. */
export interface Listed {
  key: string;
  title: Bilingual | null;
  module: string;
  version: number | null;
  fields: number | null;
  hasDraft: boolean;
  isWithdrawn: boolean;
}

interface Forms extends Page<Form> {
  drafts?: { key: string; title: Bilingual | null }[];
  withdrawn?: { key: string; title: Bilingual; version: number }[];
}

/** The list of forms for who builds them: those that were never published first, those that are offered no more last. */
export function overviewOf({ items, drafts = [], withdrawn = [] }: Forms): Listed[] {
  const drafted = new Set(drafts.map(({ key }) => key));
  const known = new Set([...items, ...withdrawn].map(({ key }) => key));
  const fresh = drafts.filter(({ key }) => !known.has(key));
  const unseen = { module: "custom", fields: null };
  return [
    ...fresh.map(({ key, title }) => ({ ...unseen, key, title, version: null, hasDraft: true, isWithdrawn: false })),
    ...items.map(({ key, title, module, version, fields }) => (
      { key, title, module, version, fields: fields.length, hasDraft: drafted.has(key), isWithdrawn: false })),
    ...withdrawn.map((form) => ({ ...unseen, ...form, hasDraft: drafted.has(form.key), isWithdrawn: true })),
  ];
}

export const overviewQuery = queryOptions({
  queryKey: ["forms-overview"],
  queryFn: async ({ signal }) => overviewOf(await call<Forms>("/forms", { signal })),
  meta: { setup: true },
});
