/** Filling in a form: any definition, kept on each change, handed in exactly once. */
import { draftAgain, draftOfReturned, fieldsOf, openDraft, recordOf, type Draft, type FormDefinition, type Opening, type SubmissionData } from "@tuyen/sdk";
import { useEffect, useRef, useState } from "react";

import { useData } from "../data/context";
import { unlessInHand, useKind } from "../data/kinds";
import { useLists } from "../data/lists";
import { useRowOf } from "../data/row_of";
import { vietnamese } from "../data/choice";
import { FormBody } from "../fields/form_body";
import { useSpeech } from "../i18n";
import { Empty, SubHead } from "../parts/frame";
import { store } from "../services";

interface FillProps { formKey: string; customerId: string | null; editId: string | null; againId: string | null }

interface Edited { id: string; name: string; opening: NonNullable<Opening["edit"]> }

/** The record that the form edits: undefined while it is being read, null where there is none. */
function useEdited(form: FormDefinition | undefined, id: string | null): Edited | null | undefined {
  const { customers } = useData();
  const kind = form?.record?.kind ?? "customer";
  const others = useKind(id ? unlessInHand(kind) : null);
  if (!id) return null;
  if (kind === "customer") {
    const record = customers?.byId.get(id);
    if (!record) return customers ? null : undefined;
    return { id, name: record.name, opening: { kind, id, base: record.viewed.v ?? 0, fields: record.viewed.d.fields } };
  }
  const record = others?.byId.get(id);
  if (!record) return others ? null : undefined;
  return { id, name: vietnamese(record.d.name) || vietnamese(record.d.title), opening: { kind, id, base: record.v ?? 0, fields: fieldsOf(kind, record.d) } };
}

/** What was sent back: as the phone holds it, else as the server tells it again. */
async function correction(id: string, row: SubmissionData | null, form: FormDefinition): Promise<Draft | null> {
  const revises = row ? { revises: id } : {};
  const kept = await draftAgain(store, id);
  if (kept) return { ...kept, ...revises };
  return row && draftOfReturned(id, row, form);
}

/** Opens the draft, then shows the form. */
export function Fill({ formKey, customerId, editId, againId }: FillProps) {
  const { t, local } = useSpeech();
  const { forms, history } = useData();
  const form = forms.get(formKey);
  const former = againId ? history.find((item) => item.id === againId)?.row ?? null : null;
  const made = againId && former ? recordOf(againId, form, former) : null;
  const rowOf = useRowOf(form);
  const lists = useLists();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [round, setRound] = useState(0);
  const opened = useRef("");
  // What was made by the form that is corrected is edited, not made a second time.
  const edited = useEdited(form, editId ?? made?.id ?? null);
  const ready = form && edited !== undefined && !(againId && history.length === 0);

  useEffect(() => {
    const wish = [formKey, customerId, editId, againId, round].join("|");
    if (!ready || opened.current === wish) return;
    opened.current = wish;
    const opening: Opening = { customerId: customerId ?? undefined, edit: edited?.opening, rowOf };
    const fresh = () => openDraft(store, form, opening).then((found) => (former && againId ? { ...found, revises: againId } : found));
    const open = againId && !edited ? correction(againId, former, form).then((found) => found ?? fresh()) : fresh();
    void open.then(setDraft);
  }, [ready, form, formKey, customerId, editId, againId, edited, round, former, rowOf]);

  if (forms.size > 0 && (!form || (form.record?.edits_only && !editId && !againId))) {
    return <><SubHead title={formKey} home="forms" /><main className="scroll"><Empty icon="form" title={t("form.missing")} /></main></>;
  }
  const title = form && (edited ? t("form.editing", { name: edited.name }) : local(form.title));
  return (
    <>
      <SubHead title={title ?? ""} home="forms" eyebrow={edited && form ? local(form.title) : undefined} />
      {form && draft && lists && <FormBody key={draft.submission_id} form={draft.definition ?? form} newest={form.version} first={draft} lists={lists} fresh={round > 0} again={() => setRound(round + 1)} />}
    </>
  );
}
