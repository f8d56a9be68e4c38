/** Drafts: a form that is being filled in, kept on every change. */
import { initialValues, prefill, type FormContext, type Opened } from "./forms";
import { newId } from "./ids";
import type { Draft, TuyenStore } from "./store";
import type { Answers, FormDefinition, SubmitOperation } from "./types";

export interface Opening extends Opened {
  /** The record that the form edits; `base` is the row version that the person sees. */
  edit?: { kind: string; id: string; base: number; fields: Answers };
}

export function draftKey(form: string, opening: Opening): string {
  return opening.edit ? `edit/${form}/${opening.edit.id}` : `new/${form}/${opening.customerId ?? ""}`;
}

/**
 * The draft of this form for this customer, as it was left, or a fresh one (not yet stored). One that was begun on an
 * older version goes on with that: the server accepts every version for ever.
 */
export async function openDraft(
  store: TuyenStore, definition: FormDefinition, opening: Opening, context: FormContext = {},
): Promise<Draft> {
  const key = draftKey(definition.key, opening);
  const left = await store.drafts.get(key);
  if (left?.touched) return left.definition ? left : { ...left, version: definition.version, definition };
  const prefilled = opening.edit ? prefill(definition, opening.edit.fields) : undefined;
  // A form that only edits says by its defaults what it is for: a report on a task begins with "done".
  const begun = prefilled && !definition.record?.edits_only ? {} : initialValues(definition, opening, context);
  return {
    key, submission_id: newId(), form: definition.key, version: definition.version, definition,
    customer_id: opening.edit?.id ?? opening.customerId,
    record: opening.edit && { kind: opening.edit.kind, id: opening.edit.id, base: opening.edit.base },
    prefilled, values: { ...structuredClone(prefilled), ...begun },
    readings: {}, touched: false, updated_at: Date.now(),
  };
}

/**
 * A draft with what an operation said, to correct it and hand it in again as a new submission. `current` are the
 * fields of the record that it edits, as they are now. Null where the phone no longer holds the operation.
 */
export async function draftAgain(store: TuyenStore, submissionId: string, current?: Answers): Promise<Draft | null> {
  const key = `again/${submissionId}`;
  const left = await store.drafts.get(key);
  if (left) return left;
  const op = await store.ops.get(`submit:${submissionId}`);
  if (!op) return null;
  const { form, version, answers, before, record } = JSON.parse(op.body) as SubmitOperation;
  const edits = record && record.base !== null ? { ...record, base: record.base } : undefined;
  const prefilled = edits && { ...before, ...current };
  const customer = edits?.id ?? (typeof answers.customer === "string" ? answers.customer : undefined);
  return {
    key, submission_id: newId(), form, version, customer_id: customer, record: edits, prefilled,
    values: { ...prefilled, ...answers }, readings: {}, touched: true, updated_at: Date.now(),
  };
}

/** Keep the draft, unless it was handed in meanwhile (a late write must not bring it back). */
export async function saveDraft(store: TuyenStore, draft: Draft): Promise<void> {
  await store.transaction("rw", [store.drafts, store.ops], async () => {
    if (await store.ops.get(`submit:${draft.submission_id}`)) return;
    await store.drafts.put({ ...draft, updated_at: Date.now() });
  });
}

/** Drop the draft and the files that were attached to it. */
export async function discardDraft(store: TuyenStore, key: string): Promise<void> {
  await store.transaction("rw", [store.drafts, store.media, store.media_bytes], async () => {
    const ids = await store.media.where("draft_key").equals(key).filter((m) => m.state === "draft").primaryKeys();
    await store.media.bulkDelete(ids);
    await store.media_bytes.bulkDelete(ids);
    await store.drafts.delete(key);
  });
}

/**
 * Writes the newest state of a draft, one write at a time: nothing typed is older on the disk than the write that is
 * running. `settled` resolves when the last state is kept.
 */
export class DraftWriter {
  private next: Draft | null = null;
  private running: Promise<void> | null = null;
  private readonly store: TuyenStore;
  private readonly failed: (error: unknown) => void;

  constructor(store: TuyenStore, failed: (error: unknown) => void) {
    this.store = store;
    this.failed = failed;
  }

  save(draft: Draft): void {
    this.next = draft;
    this.running ??= this.drain();
  }

  async settled(): Promise<void> {
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.next) {
      const draft = this.next;
      this.next = null;
      await saveDraft(this.store, draft).catch(this.failed);
    }
    // In the same turn as the look at `next`, so that no state falls between.
    this.running = null;
  }
}
