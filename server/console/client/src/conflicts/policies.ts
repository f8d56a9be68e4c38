/** How an organisation lets concurrent edits be settled. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Bilingual, Named, Page } from "../api/types";

export interface FieldPolicy {
  field: string;
  label: Bilingual;
  type: string;
  shipped: string;
  chosen: string | null;
  choices: string[];
  set_by: Named | null;
  set_at: string | null;
}

export interface FormPolicies {
  form: string;
  title: Bilingual;
  fields: FieldPolicy[];
}

export const policiesQuery = queryOptions({
  queryKey: ["merge-policies"],
  queryFn: ({ signal }) => call<Page<FormPolicies>>("/merge-policies", { signal }),
});

/** Unsaved choices by `form/field`; null goes back to what is shipped. */
export type Draft = Readonly<Record<string, string | null>>;

export const keyOf = (form: string, field: string) => `${form}/${field}`;

/** The policy that holds once the draft is saved. */
export function holding(draft: Draft, form: string, field: FieldPolicy): string {
  const key = keyOf(form, field.field);
  return (key in draft ? draft[key] : field.chosen) ?? field.shipped;
}

/** The draft with one choice more; a choice that is what the server has already is no change. */
export function withChoice(draft: Draft, form: string, field: FieldPolicy, policy: string | null): Draft {
  const key = keyOf(form, field.field);
  const rest = Object.fromEntries(Object.entries(draft).filter(([name]) => name !== key));
  return policy === field.chosen ? rest : { ...rest, [key]: policy };
}

/** The draft as the server takes it. */
export function changesOf(draft: Draft): { form: string; field: string; policy: string | null }[] {
  return Object.entries(draft).map(([key, policy]) => {
    const [form = "", field = ""] = key.split("/");
    return { form, field, policy };
  });
}
