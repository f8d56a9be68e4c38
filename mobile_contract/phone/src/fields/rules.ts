/** The rules of a form as its screen asks them: what is shown, what is asked for, what it reckons, what is wrong. */
import { validate, type Answers, type Draft, type Field, type FormDefinition, type FormInput, type Issue } from "@tuyen/sdk";
import { useCallback, useMemo } from "react";

import { useData } from "../data/context";
import { isTextKey, useSpeech, type TextKey } from "../i18n";
import type { Faults } from "./control";

export interface Rules {
  /** The answers, with what the form reckons by itself. */
  values: Answers;
  isShown: (field: Field, row: Answers | null) => boolean;
  isRequired: (field: Field, row: Answers | null) => boolean;
  newRow: (repeat: Field) => Answers;
  /** In words, by place, in the order of the fields. */
  faults: (draft?: Draft) => Faults;
  input: (draft: Draft) => FormInput;
}

export function useRules(form: FormDefinition, draft: Draft): Rules {
  const { geography } = useData();
  const inWords = useWords();
  const provinceOf = useCallback((ward: string) => geography.wards.get(ward)?.province, [geography]);
  return useMemo(() => ({
    values: draft.values,
    isShown: () => true,
    isRequired: (field) => field.required ?? false,
    newRow: () => ({}),
    input: (now) => now,
    faults: (now = draft) => new Map(validate(form, now, { provinceOf }).map((issue) => [issue.field, inWords(issue)])),
  }), [form, draft, provinceOf, inWords]);
}

function useWords(): (issue: Issue) => string {
  const { t } = useSpeech();
  return useCallback((issue) => {
    const key = `issue.${issue.code}`;
    const known: TextKey = isTextKey(key) ? key : "issue.other";
    return t(known, { limit: issue.limit ?? 0 });
  }, [t]);
}
