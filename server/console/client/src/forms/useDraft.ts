import { useEffect, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Problem } from "../api/client";
import type { Form } from "../api/formTypes";
import { type DefinitionFault, type FormDetail, formDetailQuery, saveDraft } from "./queries";

const PAUSE_MS = 500;
const RETRY_MS = 4_000;

export type Saving = "clean" | "saving" | "saved" | "unsaved" | "refused";

export interface DraftState {
  form: Form;
  change: (form: Form) => void;
  faults: DefinitionFault[];
  saving: Saving;
  refusal: Problem | null;
  /** Resolves once the last change is at the server; false where it could not be saved. */
  settled: () => Promise<boolean>;
}

/** The draft of a form, saved as one goes: one request at a time, always the newest state. */
export function useDraft(detail: FormDetail, start: Form): DraftState {
  const client = useQueryClient();
  const { key } = detail;
  const [form, setForm] = useState(start);
  const [faults, setFaults] = useState<DefinitionFault[]>(detail.draft?.faults ?? []);
  const [saving, setSaving] = useState<Saving>(detail.draft ? "saved" : "clean");
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const waiting = useRef<Form | null>(null);
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef(0);

  async function drain(): Promise<boolean> {
    while (waiting.current) {
      const sent = waiting.current;
      waiting.current = null;
      try {
        const answer = await saveDraft(key, sent);
        setRefusal(null);
        if (waiting.current) continue;
        setFaults(answer.faults);
        setSaving("saved");
        client.setQueryData(formDetailQuery(key).queryKey, (known) => known && { ...known, draft: { ...answer, definition: sent } });
        void client.invalidateQueries({ queryKey: ["forms-overview"] });
      } catch (error) {
        const isRefused = error instanceof Problem && error.status >= 400 && error.status < 500;
        setSaving(isRefused ? "refused" : "unsaved");
        setRefusal(error instanceof Problem ? error : null);
        if (isRefused) return false;
        waiting.current ??= sent;
        timer.current = window.setTimeout(() => void flush(), RETRY_MS);
        return false;
      }
    }
    return true;
  }
  function flush(): Promise<boolean> {
    window.clearTimeout(timer.current);
    running.current ??= drain().finally(() => {
      running.current = null;
    });
    return running.current;
  }
  function change(next: Form): void {
    setForm(next);
    setSaving("saving");
    waiting.current = next;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void flush(), PAUSE_MS);
  }
  async function settled(): Promise<boolean> {
    const done = await flush();
    return waiting.current ? flush() : done && saving !== "refused";
  }
  // Leaving the page must not lose the last half second.
  const atEnd = useRef<() => void>(() => undefined);
  useEffect(() => {
    atEnd.current = () => void (waiting.current && flush());
  });
  useEffect(() => () => atEnd.current(), []);
  return { form, change, faults, saving, refusal, settled };
}
