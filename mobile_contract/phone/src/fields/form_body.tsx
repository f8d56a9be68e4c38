/** A form that is being filled in: its fields, what is wrong with them, and the two ways to finish. */
import "../styles/forms.css";

import {
  discardDraft, DraftWriter, isEmpty, NotKept, nothingToSend, PLACE_OF_DELIVERY, prefilledFrom, prepare, submit,
  type Answer, type Answers, type Draft, type Field, type FormDefinition, type GpsFix,
} from "@tuyen/sdk";
import { Fragment, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";

import { useData } from "../data/context";
import { useRowOf } from "../data/row_of";
import { setHandled } from "../data/handled";
import { without, type Lists } from "../data/options";
import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { toast } from "../parts/toast";
import { UnknownFields } from "../parts/unknown_fields";
import { back } from "../router";
import { engine, store } from "../services";
import { useExchange } from "./buttons";
import { FormScopeProvider, type FormScope } from "./control";
import { FieldBox } from "./field";
import { withAnswer } from "./following";
import { KeptPlaces } from "./kept_places";
import { useRules, type Rules } from "./rules";
import { shownBefore } from "./shown";

/** After "finish and fill in another" a second tap of the same press must not hit the empty form. */
const SETTLE_MS = 700;

/** More than a screen shows: the fields after them are drawn once these stand on it. */
const FIRST_FIELDS = 8;

interface FormBodyProps { form: FormDefinition; newest: number; first: Draft; lists: Lists; fresh: boolean; again: () => void }

export function FormBody({ form, newest, first, lists, fresh, again }: FormBodyProps) {
  const { t } = useSpeech();
  const { history } = useData();
  const rowOf = useRowOf(form);
  const exchange = useExchange();
  const [draft, setDraft] = useState(first);
  const [judged, setJudged] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const current = useRef(first);
  const settled = useSettled(!fresh);
  const [writer] = useState(() => new DraftWriter(store, () => setProblem(t("form.keep.failed"))));
  const rules = useRules(form, draft);
  const fields = useDeferredValue(form.fields, firstOf(form, rules));
  const faults = useMemo(() => (judged ? rules.faults() : new Map<string, string>()), [judged, rules]);

  const change = useCallback((part: (draft: Draft) => Partial<Draft>) => {
    const next = { ...current.current, ...part(current.current), touched: true };
    current.current = next;
    setDraft(next);
    writer.save(next);
  }, [writer]);
  const answer = (name: string, value: Answer) => change((now) => {
    const values = withAnswer(form.fields, now.values, name, value, lists);
    return { values: { ...values, ...emptyOnly(values, prefilledFrom(form.fields, values, { rowOf }, name)) } };
  });
  const onReading = useCallback((name: string, fix: GpsFix | null) => change((now) => {
    const others = without(now.readings, name);
    return { readings: fix ? { ...others, [name]: fix } : others };
  }), [change]);

  const finish = async (stay: boolean) => {
    if (busy || (!settled && !current.current.touched)) return;
    const found = rules.faults(current.current);
    setJudged(true);
    setProblem(null);
    if (found.size > 0) return showFirst(found);
    const prepared = prepare(form, current.current, rules.context(current.current));
    if (nothingToSend(prepared)) return setProblem(t("form.nothing"));
    const shown = shownBefore(form, prepared.answers, rowOf);
    const before = Object.keys(shown).length > 0 ? { ...prepared.before, ...shown } : prepared.before;
    setBusy(true);
    const here = location.hash;
    try {
      await writer.settled();
      const { submission_id: submissionId, key, record, revises } = current.current;
      await submit(store, {
        draftKey: key, submissionId, definition: form, ...prepared, before, revises,
        record: record ?? (form.record ? { kind: form.record.kind, id: submissionId, base: null } : undefined),
      });
      const former = revises ?? (key.startsWith("again/") ? key.slice("again/".length) : null);
      if (former) await replaced(former);
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
  const scope: FormScope = {
    draftKey: draft.key, faults, warnings: rules.warnings, lists, readings: draft.readings, onReading, isShown: rules.isShown, isRequired: rules.isRequired, newRow: rules.newRow, exchange,
  };

  return (
    <FormScopeProvider value={scope}>
      <main className="scroll" data-testid="form">
        {first.revises && <p className="note info" style={{ marginTop: 12 }} data-testid="correction"><Icon name="reply" size={20} />{t("form.correction")}</p>}
        {form.version < newest && <p className="note info" style={{ marginTop: 12 }} data-testid="old-version"><Icon name="info" size={20} />{t("form.old_version", { n: form.version })}</p>}
        <Help form={form} />
        {fields.map((field) => (
          <Fragment key={field.name}>
            <FieldBox field={field} path={field.name} value={rules.values[field.name]} around={rules.values}
              onChange={(value) => answer(field.name, value)} />
            {field.name === PLACE_OF_DELIVERY && <KeptPlaces values={rules.values} onPick={(answers) => change((now) => ({ values: { ...now.values, ...answers } }))} />}
          </Fragment>
        ))}
        {fields === form.fields && draft.record && <UnknownFields fields={first.prefilled ?? {}} known={form.fields} title={t("form.unknown")} />}
        {fields === form.fields && draft.touched && <button className="button danger wide" onClick={discard} data-testid="discard"><Icon name="trash" size={20} />{t("form.discard")}</button>}
      </main>
      <footer className="foot">
        {faults.size > 0 && <p className="note bad" role="alert" data-testid="issues"><Icon name="warn" size={20} />{t("form.issues", { n: faults.size })}</p>}
        {problem && <p className="note bad" role="alert" data-testid="form-problem"><Icon name="warn" size={20} />{problem}</p>}
        <div className="buttons">
          {form.actions.includes("finish_new") && !draft.record && (
            <button className="button line" disabled={busy} data-testid="finish-new" onClick={() => void finish(true)}>{t("form.finish_new")}</button>
          )}
          <button className="button primary" disabled={busy} data-testid="finish-exit" onClick={() => void finish(false)}>{t(busy ? "form.saving" : "form.finish_exit")}</button>
        </div>
      </footer>
    </FormScopeProvider>
  );
}

/** What the form is for and how it is filled in: shown on demand where it is long. */
function Help({ form }: { form: FormDefinition }) {
  const { t, local } = useSpeech();
  const text = local(form.help_text);
  if (!text && !form.help_url) return null;
  return (
    <details className="help" data-testid="form-help">
      <summary><Icon name="help" size={20} />{t("form.help")}</summary>
      {text && <p>{text}</p>}
      {form.help_url && <a href={form.help_url} target="_blank" rel="noreferrer">{t("form.help.more")}<Icon name="next" size={16} /></a>}
    </details>
  );
}

function firstOf(form: FormDefinition, { isShown }: Rules): Field[] {
  const last = form.fields.filter((field) => isShown(field.name))[FIRST_FIELDS];
  return last ? form.fields.slice(0, form.fields.indexOf(last)) : form.fields;
}

/** What a record tells is put only where nothing stands yet. */
function emptyOnly(values: Answers, found: Answers): Answers {
  return Object.fromEntries(Object.entries(found).filter(([name]) => isEmpty(values[name])));
}

function useSettled(atOnce: boolean): boolean {
  const [settled, setSettled] = useState(atOnce);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}

function showFirst(faults: Map<string, string>): void {
  const [path = ""] = faults.keys();
  const box = document.getElementById(`f-${path.replaceAll("/", "-")}-box`) ?? document.getElementById(`f-${path.split("/")[0]}-box`);
  box?.scrollIntoView({ block: "center", behavior: "smooth" });
  box?.querySelector<HTMLElement>("input, textarea, select, button")?.focus({ preventScroll: true });
}
