/** What is being filled in, kept in the window's own storage until it is sent. */
import { newId } from "@tuyen/sdk";
import type { Fix, Values } from "../api/formTypes";
import type { Path } from "./context";
import type { Claim } from "./media";
import { answerAt, withAnswer } from "./paths";

export interface RecordClaim {
  kind: string;
  id: string;
  /** Version of the record that was seen; null makes it. */
  base: number | null;
}

export interface Draft {
  submissionId: string;
  version: number;
  values: Values;
  readings: Record<Path, Fix>;
  prefilled: Values | null;
  record: RecordClaim | null;
  /** The submission that this one corrects. */
  revises?: string;
  /** Files that are at the server already, by their ids. */
  sent?: Record<string, SentFile>;
}

/** A file that was sent whole. */
export interface SentFile {
  name: string;
  claim: Claim;
}

const PREFIX = "tuyen.fill/";

/** Drafts of one form are apart for each record, and for each customer that it was opened from. */
export function draftKey(formKey: string, record: { kind: string; id: string } | undefined, customerId: string | undefined, corrected?: string): string {
  if (corrected) return `${PREFIX}${formKey}/again/${corrected}`;
  return `${PREFIX}${formKey}/${record ? `${record.kind}/${record.id}` : (customerId ?? "")}`;
}

export function newDraft(version: number, values: Values, record: RecordClaim | null = null, prefilled: Values | null = null): Draft {
  return { submissionId: newId(), version, values, readings: {}, prefilled, record };
}

export function readDraft(key: string, storage: Storage = sessionStorage): Draft | null {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? "null") as Draft | null;
    return kept !== null && typeof kept.submissionId === "string" ? kept : null;
  } catch {
    return null;
  }
}

/** A full storage costs the copy, not the filling itself. */
export function keepDraft(key: string, draft: Draft, storage: Storage = sessionStorage): void {
  try {
    storage.setItem(key, JSON.stringify(draft));
  } catch {
    storage.removeItem(key);
  }
}

export function dropDraft(key: string, storage: Storage = sessionStorage): void {
  storage.removeItem(key);
}


function idsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

/** The draft without the files that had not arrived when the window was loaded anew, and how many these were. */
export function withoutLostFiles(draft: Draft, mediaPaths: readonly Path[]): { draft: Draft; lost: number } {
  let [values, lost] = [draft.values, 0];
  for (const path of mediaPaths) {
    const ids = idsIn(answerAt(values, path));
    const had = new Set(idsIn(draft.prefilled ? answerAt(draft.prefilled, path) : null));
    const kept = ids.filter((id) => had.has(id) || draft.sent?.[id] !== undefined);
    if (kept.length === ids.length) continue;
    lost += ids.length - kept.length;
    values = withAnswer(values, path, kept);
  }
  return { draft: lost > 0 ? { ...draft, values } : draft, lost };
}
