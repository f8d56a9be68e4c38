/** Filling in a form: any definition, kept on each change, handed in exactly once. */
import {
  discardDraft, draftAgain, DraftWriter, NotKept, nothingToSend, openDraft, prepare, submit, validate,
  type Answer, type Draft, type FormDefinition, type GpsFix, type Issue, type Opening,
} from "@tuyen/sdk";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { useData } from "../data/context";
import { setHandled } from "../data/handled";
import { FieldBox } from "../fields/field";
import { useSpeech } from "../i18n";
import { Empty, SubHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { toast } from "../parts/toast";
import { back } from "../router";
import { engine, store } from "../services";

interface FillProps { formKey: string; customerId: string | null; editId: string | null; againId: string | null }

/** Opens the draft, then shows the form. */
export function Fill({ formKey, customerId, editId, againId }: FillProps) {
  const { t, local } = useSpeech();
  const { forms, customers } = useData();
  const form = forms.get(formKey);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [round, setRound] = useState(0);
  const opened = useRef("");
  const record = editId ? customers?.byId.get(editId) : undefined;
  const ready = form && (!editId || customers);

  useEffect(() => {
    const wish = [formKey, customerId, editId, againId, round].join("|");
    if (!ready || opened.current === wish) return;
    opened.current = wish;
    const opening: Opening = {
      customerId: customerId ?? undefined,
      edit: record && { kind: "customer", id: record.id, base: record.viewed.v ?? 0, fields: record.viewed.d.fields },
    };
    const open = againId ? draftAgain(store, againId, record?.viewed.d.fields) : openDraft(store, form, opening);
    void open.then((found) => found ?? openDraft(store, form, opening)).then(setDraft);
  }, [ready, form, formKey, customerId, editId, againId, record, round]);

  if (forms.size > 0 && !form) {
    return <><SubHead title={formKey} home="forms" /><main className="scroll"><Empty icon="form" title={t("form.missing")} /></main></>;
  }
  const title = form && (record ? t("form.editing", { name: record.name }) : local(form.title));
  return (
    <>
      <SubHead title={title ?? ""} home="forms" eyebrow={record && form ? local(form.title) : undefined} />
      {form && draft && <FormBody key={draft.submission_id} form={form} first={draft} fresh={round > 0} again={() => setRound(round + 1)} />}
    </>
  );
}

/** After "finish and fill in another" a second tap of the same press must not hit the empty form. */
const SETTLE_MS = 700;

function FormBody({ form, first, fresh, again }: { form: FormDefinition; first: Draft; fresh: boolean; again: () => void }) {
  const { t, local } = useSpeech();
  const { geography, history } = useData();
  const [draft, setDraft] = useState(first);
  const [judged, setJudged] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const current = useRef(first);
  const [settled, setSettled] = useState(!fresh);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  const [writer] = useState(() => new DraftWriter(store, () => setProblem(t("form.keep.failed"))));
  const provinceOf = useCallback((ward: string) => geography.wards.get(ward)?.province, [geography]);
  const issues = useMemo(() => (judged ? validate(form, draft, { provinceOf }) : []), [judged, form, draft, provinceOf]);

  const change = useCallback((part: (draft: Draft) => Partial<Draft>) => {
    const next = { ...current.current, ...part(current.current), touched: true };
    current.current = next;
    setDraft(next);
    writer.save(next);
  }, [writer]);

  const answer = (name: string, value: Answer) => change((now) => {
    const values = { ...now.values, [name]: value };
    // Another province: the ward that was chosen is not in it.
    for (const field of form.fields) if (field.parent === name && now.values[name] !== value) delete values[field.name];
    return { values };
  });
  const reading = (name: string, fix: GpsFix | null) => change((now) => {
    const readings = { ...now.readings };
    if (fix) readings[name] = fix;
    else delete readings[name];
    return { readings };
  });

  const finish = async (stay: boolean) => {
    if (busy || (!settled && !current.current.touched)) return;
    const found = validate(form, current.current, { provinceOf });
    setJudged(true);
    setProblem(null);
    if (found.length > 0) return showFirst(found);
    const prepared = prepare(form, current.current);
    if (nothingToSend(prepared)) return setProblem(t("form.nothing"));
    setBusy(true);
    const here = location.hash;
    try {
      await writer.settled();
      const { submission_id: submissionId, key, record } = current.current;
      await submit(store, {
        draftKey: key, submissionId, definition: form, ...prepared,
        record: record ?? (form.record ? { kind: form.record.kind, id: submissionId, base: null } : undefined),
      });
      if (key.startsWith("again/")) await replaced(key.slice("again/".length));
      toast(t("form.done"));
      void engine.request();
      // Whoever has gone to another screen meanwhile is not called back from there.
      if (location.hash !== here) return;
      if (stay) again();
      else back("queue");
    } catch (error) {
      setProblem(error instanceof NotKept && error.code !== "not_signed_in"
        ? t(`form.${error.code}`) : t("form.failed", { code: (error as Error).name }));
      setBusy(false);
    }
  };
  /** What this form corrects is no longer open work. */
  const replaced = async (former: string) => {
    const row = history.find((item) => item.id === former)?.row;
    if (row) await setHandled(former, row);
    else await store.ops.update(`submit:${former}`, { hidden: 1 });
  };
  const discard = () => {
    if (!confirm(t("forms.draft.discard.ask"))) return;
    void writer.settled().then(() => discardDraft(store, current.current.key)).then(() => back("forms"));
  };

  return (
    <>
      <main className="scroll" data-testid="form">
        {form.help_text && <p className="note info" style={{ marginTop: 14 }}><Icon name="help" size={20} />{local(form.help_text)}</p>}
        {form.fields.map((field) => (
          <FieldBox key={field.name} field={field} value={draft.values[field.name]} reading={draft.readings[field.name]}
            issue={issues.find((issue) => issue.field === field.name)} draftKey={draft.key}
            parentValue={field.parent ? draft.values[field.parent] : undefined}
            onChange={(value) => answer(field.name, value)} onReading={(fix) => reading(field.name, fix)} />
        ))}
        {draft.touched && <button className="button danger wide" onClick={discard} data-testid="discard"><Icon name="trash" size={20} />{t("form.discard")}</button>}
      </main>
      <footer className="foot">
        {issues.length > 0 && <p className="note bad" role="alert" data-testid="issues"><Icon name="warn" size={20} />{t("form.issues", { n: issues.length })}</p>}
        {problem && <p className="note bad" role="alert" data-testid="form-problem"><Icon name="warn" size={20} />{problem}</p>}
        <div className="buttons">
          {form.actions.includes("finish_new") && !draft.record && (
            <button className="button line" disabled={busy} data-testid="finish-new" onClick={() => void finish(true)}>{t("form.finish_new")}</button>
          )}
          <button className="button primary" disabled={busy} data-testid="finish-exit" onClick={() => void finish(false)}>{t(busy ? "form.saving" : "form.finish_exit")}</button>
        </div>
      </footer>
    </>
  );
}


function showFirst(issues: Issue[]): void {
  const box = document.getElementById(`f-${issues[0]?.field}-box`);
  box?.scrollIntoView({ block: "center", behavior: "smooth" });
  box?.querySelector<HTMLElement>("input, textarea, select, button")?.focus({ preventScroll: true });
}
