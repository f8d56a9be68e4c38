/** Reading forms and handing them in. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Form, Values } from "../api/formTypes";
import type { Page } from "../api/types";
import type { RecordClaim } from "./drafts";
import type { Claim } from "./media";

export const fillFormsQuery = queryOptions({
  queryKey: ["forms"],
  queryFn: ({ signal }) => call<Page<Form>>("/forms", { signal }),
  staleTime: 60_000,
  meta: { setup: true },
});

export interface Submit {
  id: string;
  form: string;
  version: number;
  record?: RecordClaim;
  answers: Values;
  before?: Values;
  gps?: unknown;
  media: Claim[];
  revises?: string;
}

export interface Submitted {
  id: string;
  record?: { kind: string; id: string } | null;
  [more: string]: unknown;
}

export function handIn(body: Submit): Promise<Submitted> {
  return call<Submitted>("/submissions", { method: "POST", body });
}

/** Where a record is read for editing it by its form. */
const EDITED_AT: Record<string, string> = {
  customer: "/customers",
  product: "/products",
  price_list: "/price-lists",
  promotion: "/promotions",
  route: "/routes",
};

export interface Editable {
  id: string;
  name?: string;
  /** The row's version. */
  version?: number;
  /** The answers that its form would give. */
  fields?: Values;
  [more: string]: unknown;
}

export function mayBeEdited(kind: string): boolean {
  return kind in EDITED_AT;
}

export const editedQuery = (record: { kind: string; id: string } | undefined) =>
  queryOptions({
    queryKey: ["edited", record],
    queryFn: ({ signal }) => call<Editable>(`${EDITED_AT[record?.kind ?? ""] ?? `/${record?.kind}s`}/${record?.id}`, { signal }),
    enabled: record !== undefined,
    // An edit begins with what stands there now.
    staleTime: 0,
    gcTime: 0,
  });
