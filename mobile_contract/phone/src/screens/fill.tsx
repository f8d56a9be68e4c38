/** Filling in a form: any definition, kept on each change, handed in exactly once. */
import { draftAgain, fieldsOf, openDraft, type Draft, type FormDefinition, type Opening } from "@tuyen/sdk";
import { useEffect, useRef, useState } from "react";

import { useData } from "../data/context";
import { useKind } from "../data/kinds";
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
  const others = useKind(kind);
  if (!id) return null;
  if (kind === "customer") {
    const record = customers?.byId.get(id);
    if (!record) return customers ? null : undefined;
    return { id, name: record.name, opening: { kind, id, base: record.viewed.v ?? 0, fields: record.viewed.d.fields } };
  }
  const record = others?.byId.get(id);
  if (!record) return others ? null : undefined;
  return { id, name: vietnamese(record.d.name), opening: { kind, id, base: record.v ?? 0, fields: fieldsOf(kind, record.d) } };
}

/** Opens the draft, then shows the form. */
export function Fill({ formKey, customerId, editId, againId }: FillProps) {
  const { t, local } = useSpeech();
  const { forms } = useData();
  const form = forms.get(formKey);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [round, setRound] = useState(0);
  const opened = useRef("");
  const edited = useEdited(form, editId);
  const ready = form && edited !== undefined;

  useEffect(() => {
    const wish = [formKey, customerId, editId, againId, round].join("|");
    if (!ready || opened.current === wish) return;
    opened.current = wish;
    const opening: Opening = { customerId: customerId ?? undefined, edit: edited?.opening };
    const open = againId ? draftAgain(store, againId, edited?.opening.fields) : openDraft(store, form, opening);
    void open.then((found) => found ?? openDraft(store, form, opening)).then(setDraft);
  }, [ready, form, formKey, customerId, editId, againId, edited, round]);

  if (forms.size > 0 && !form) {
    return <><SubHead title={formKey} home="forms" /><main className="scroll"><Empty icon="form" title={t("form.missing")} /></main></>;
  }
  const title = form && (edited ? t("form.editing", { name: edited.name }) : local(form.title));
  return (
    <>
      <SubHead title={title ?? ""} home="forms" eyebrow={edited && form ? local(form.title) : undefined} />
      {form && draft && <FormBody key={draft.submission_id} form={form} first={draft} fresh={round > 0} again={() => setRound(round + 1)} />}
    </>
  );
}
