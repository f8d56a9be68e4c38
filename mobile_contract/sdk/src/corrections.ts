/** Correcting what was sent back: a new submission that names the former one. */
import { newId } from "./ids";
import type { Draft } from "./store";
import type { FormDefinition, SubmissionData } from "./types";

/**
 * A draft with what a submission said that was sent back and that this phone does not hold any more: the server tells
 * its answers again until it is corrected. Null where it does not.
 */
export function draftOfReturned(id: string, row: SubmissionData, definition: FormDefinition): Draft | null {
  if (!row.answers) return null;
  return {
    key: `again/${id}`, submission_id: newId(), form: row.form, version: definition.version, definition, revises: id,
    customer_id: row.customer_id ?? undefined, values: structuredClone(row.answers), readings: {}, touched: true, updated_at: Date.now(),
  };
}

/** The record that a submission made or edited; forms that make records give them their own id. */
export function recordOf(id: string, definition: Pick<FormDefinition, "record"> | undefined, row: Pick<SubmissionData, "record"> | null): { kind: string; id: string } | null {
  if (row?.record) return row.record;
  return definition?.record ? { kind: definition.record.kind, id } : null;
}
