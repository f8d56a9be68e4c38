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
}

interface Forms extends Page<Form> {
  drafts?: { key: string; title: Bilingual | null }[];
}

/** The list of forms for who builds them: those that were never published first. */
export function overviewOf({ items, drafts = [] }: Forms): Listed[] {
  const drafted = new Set(drafts.map(({ key }) => key));
  const known = new Set(items.map(({ key }) => key));
  const fresh = drafts.filter(({ key }) => !known.has(key));
  return [
    ...fresh.map(({ key, title }) => ({ key, title, module: "custom", version: null, fields: null, hasDraft: true })),
    ...items.map(({ key, title, module, version, fields }) => ({ key, title, module, version, fields: fields.length, hasDraft: drafted.has(key) })),
  ];
}

export const overviewQuery = queryOptions({
  queryKey: ["forms-overview"],
  queryFn: async ({ signal }) => overviewOf(await call<Forms>("/forms", { signal })),
  meta: { setup: true },
});
