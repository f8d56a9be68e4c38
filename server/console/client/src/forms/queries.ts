/** Reading and writing form definitions. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Form } from "../api/formTypes";
import type { Bilingual, Named } from "../api/types";

const SETUP = { setup: true };

export interface DefinitionFault {
  /** Into the definition: `/fields/3/show_if`. */
  pointer: string;
  code: string;
  vi: string;
  en: string;
}

export interface FormVersion {
  version: number;
  published_at: string | null;
  published_by: Named | null;
  current: boolean;
}

export interface FormDraft {
  definition: Form;
  faults: DefinitionFault[];
  changed_at?: string | null;
  changed_by?: Named | null;
}

export interface FormDetail {
  key: string;
  current: Form | null;
  versions: FormVersion[];
  draft: FormDraft | null;
}

export const formDetailQuery = (key: string) =>
  queryOptions({
    queryKey: ["form", key],
    queryFn: ({ signal }) => call<FormDetail>(`/forms/${key}`, { signal }),
    meta: SETUP,
  });

export function saveDraft(key: string, definition: Form): Promise<FormDraft> {
  return call<FormDraft>(`/forms/${key}/draft`, { method: "PUT", body: { definition } });
}

export function dropDraft(key: string): Promise<void> {
  return call(`/forms/${key}/draft`, { method: "DELETE" });
}

/** Publishes the draft; a withdrawn form without one is offered again as it was. */
export function publishDraft(key: string): Promise<FormDetail> {
  return call<FormDetail>(`/forms/${key}/publish`, { method: "POST", body: {} });
}

/** Takes a form of one's own off the phones. */
export function withdrawForm(key: string): Promise<FormDetail> {
  return call<FormDetail>(`/forms/${key}/withdraw`, { method: "POST", body: {} });
}

/** Begins a form of the organisation's own as a draft. */
export function makeForm(wanted: { key: string; title: Bilingual }): Promise<FormDetail> {
  return call<FormDetail>("/forms", { method: "POST", body: wanted });
}
