import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Problem } from "../api/client";
import type { FieldDefinition, Fix, Form, Values } from "../api/formTypes";
import { refreshFeed } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { useRuntimeFacts } from "./useRuntimeFacts";
import type { Filling, Look, Path } from "./context";
import { type Draft, dropDraft, keepDraft } from "./drafts";
import { faultsOf } from "./faults";
import { answerAt, withAnswer } from "./paths";
import { type Submitted, handIn } from "./queries";
import { type Settled, dependants, prepareOf, scopeAt, settle, takenFrom, takersOf } from "./runtime";
import { takenQuery } from "./sources";
import { useUploads } from "./uploads";

export interface Fill {
  filling: Filling;
  /** Paths with faults that are shown now, in the order of the form. */
  faulty: Path[];
  isTouched: boolean;
  /** Hands the form in; `onDone` gets what the server made of it. */
  finish: (onDone: (made: Submitted) => void) => void;
  isSending: boolean;
  /** The refusal of the whole form, where it is not one of a field. */
  refusal: Problem | null;
  /** Why nothing was sent though nothing is wrong with the answers. */
  hindrance: "nothing" | "uploading" | null;
}

type ServerFaults = Record<Path, string>;

function without(faults: ServerFaults, path: Path): ServerFaults {
  const left = Object.entries(faults).filter(([each]) => each !== path && !each.startsWith(`${path}/`));
  return left.length === Object.keys(faults).length ? faults : Object.fromEntries(left);
}

/** Everything of one filling: the answers, what is wrong with them, and handing them in. */
export function useFill(form: Form, first: Draft, key: string): Fill {
  const { t, language } = useLanguage();
  const client = useQueryClient();
  const { sendings } = useUploads();
  const facts = useRuntimeFacts(form);
  const [draft, setDraft] = useState(first);
  const latest = useRef(first);
  const [isTouched, setTouched] = useState(false);
  const [isJudged, setJudged] = useState(false);
  const [refused, setRefused] = useState<ServerFaults>({});
  const [hindrance, setHindrance] = useState<Fill["hindrance"]>(null);
  const settled = useMemo<Settled>(() => settle(form, draft, facts), [form, draft, facts]);
  const send = useMutation<Submitted, Problem, Parameters<typeof handIn>[0]>({ mutationFn: handIn, onSettled: () => void refreshFeed(client) });

  function alter(change: (now: Draft) => Draft): void {
    const next = change(latest.current);
    latest.current = next;
    setDraft(next);
    setTouched(true);
    setHindrance(null);
    keepDraft(key, next);
  }
  function change(path: Path, value: unknown): void {
    setRefused((now) => without(now, path));
    alter((now) => {
      const emptied = dependants(form, path, answerAt(now.values, path), value);
      const values = emptied.reduce((left: Values, each) => withAnswer(left, each, null), withAnswer(now.values, path, value));
      return { ...now, values };
    });
    if (!path.includes("/")) void takeOver(path);
  }
  /** A record that was chosen fills in the fields that take something over from it, those left empty. */
  async function takeOver(name: string): Promise<void> {
    const field = form.fields.find((each) => each.name === name);
    const id = latest.current.values[name];
    if (field?.type !== "ref" || typeof id !== "string" || id === "" || takersOf(form, name).length === 0) return;
    const record = await client.fetchQuery(takenQuery(field.of ?? "customer", id)).catch(() => null);
    if (record === null || latest.current.values[name] !== id) return;
    const taken = takenFrom(form, latest.current.values, name, record);
    alter((now) => ({ ...now, values: { ...taken, ...Object.fromEntries(Object.entries(now.values).filter(([, value]) => value !== null && value !== "")) } }));
  }
  const fillIn = (answers: Values) => alter((now) => ({ ...now, values: { ...now.values, ...answers } }));
  function read(path: Path, fix: Fix | null): void {
    alter((now) => {
      const others = Object.fromEntries(Object.entries(now.readings).filter(([each]) => each !== path));
      return { ...now, readings: fix === null ? others : { ...others, [path]: fix } };
    });
  }
  // A file arrives long after the letter that was typed last.
  const keepFiles = useEffectEvent(() => {
    const sent = Object.fromEntries(Object.entries(sendings).flatMap(([id, { state, name, claim }]) => (state === "sent" ? [[id, { name, claim }]] : [])));
    if (Object.keys(sent).length === Object.keys(latest.current.sent ?? {}).length) return;
    latest.current = { ...latest.current, sent };
    keepDraft(key, latest.current);
  });
  useEffect(() => keepFiles(), [sendings]);
  const takeOverAll = useEffectEvent(() => {
    if (draft.prefilled === null) for (const { name, type } of form.fields) if (type === "ref") void takeOver(name);
  });
  useEffect(() => takeOverAll(), []);
  const own = isJudged ? settled.issues : {};
  function look(field: FieldDefinition, path: Path): Look {
    const issue = own[path];
    return {
      shown: !settled.hidden.has(path),
      required: settled.required.has(path),
      fault: refused[path] ?? (issue?.text(t, language)),
      calculated: field.calculate !== undefined,
    };
  }

  function finish(onDone: (made: Submitted) => void): void {
    if (send.isPending) return;
    setJudged(true);
    setHindrance(null);
    setRefused({});
    if (Object.keys(settled.issues).length > 0) return;
    const prepared = prepareOf(form, { ...latest.current, values: settled.values }, facts);
    if (Object.keys(prepared.answers).length === 0) return setHindrance("nothing");
    const named = Object.entries(prepared.media).flatMap(([, ids]) => ids);
    if (named.some((id) => (sendings[id]?.state ?? "sent") !== "sent")) return setHindrance("uploading");
    const media = Object.entries(prepared.media).flatMap(([field, ids]) => ids.flatMap((id) => (sendings[id] ? [{ ...sendings[id].claim, field }] : [])));
    const { submissionId, version, record, revises } = latest.current;
    const claimed = record;
    send.mutate(
      {
        id: submissionId,
        form: form.key,
        version,
        answers: prepared.answers,
        media,
        ...(claimed ? { record: claimed } : {}),
        ...(prepared.before ? { before: prepared.before } : {}),
        ...(prepared.gps ? { gps: prepared.gps } : {}),
        ...(revises ? { revises } : {}),
      },
      {
        onSuccess: (made) => {
          dropDraft(key);
          onDone(made);
        },
        onError: (problem) => setRefused(faultsOf(problem, t)),
      },
    );
  }

  const filling: Filling = {
    form,
    values: settled.values,
    readings: draft.readings,
    submissionId: draft.submissionId,
    prefilled: draft.prefilled,
    look,
    scope: (path) => scopeAt(settled.values, path),
    change,
    fillIn,
    read,
    preview: false,
  };
  const faulty = [...new Set([...Object.keys(own), ...Object.keys(refused)])];
  return {
    filling,
    faulty,
    isTouched,
    finish,
    isSending: send.isPending,
    refusal: send.error !== null && Object.keys(refused).length === 0 ? send.error : null,
    hindrance,
  };
}
