/** The rules of a form as its screen asks them: what is shown, what is asked for, what it reckons, what is wrong. */
import { newRow, settle, type Answers, type Draft, type Field, type FormContext, type FormDefinition, type Issue, type RepeatRow, type Settled } from "@tuyen/sdk";
import { useCallback, useMemo } from "react";

import { useData } from "../data/context";
import { useListedValues } from "../data/lists";
import { isTextKey, useSpeech, type TextKey } from "../i18n";
import type { Faults } from "./control";
import { parted } from "./warnings";

export interface Rules {
  /** The answers, with what the form reckons by itself. */
  values: Answers;
  isShown: (path: string) => boolean;
  isRequired: (path: string) => boolean;
  newRow: (repeat: Field) => RepeatRow;
  /** What is wrong, in words, by place, in the order of the fields. */
  faults: (draft?: Draft) => Faults;
  /** What is told at once and hinders nothing. */
  warnings: Faults;
  context: (draft: Draft) => FormContext;
}

export function useRules(form: FormDefinition, draft: Draft): Rules {
  const { geography } = useData();
  const choices = useListedValues();
  const inWords = useWords();
  return useMemo(() => {
    const context = (now: Draft): FormContext => ({
      record: now.prefilled ?? null,
      // A former ward may bear the number of a present one elsewhere.
      provinceOf: Object.values(now.values).includes("legacy") ? undefined : (ward) => geography.wards.get(ward)?.province,
      ...(choices && { choices }),
    });
    const settled = settle(form, draft, context(draft));
    const told = (issues: Issue[]): Faults => new Map(issues.map((issue) => [issue.field, inWords(issue)]));
    const faultsOf = ({ issues }: Settled): Faults => told(parted(form, issues).faults);
    return {
      context,
      values: settled.values,
      isShown: (path) => !settled.hidden.has(path),
      isRequired: (path) => settled.required.has(path),
      newRow: (repeat) => newRow(repeat, form, settled.values, context(draft)),
      faults: (now) => faultsOf(now ? settle(form, now, context(now)) : settled),
      warnings: told(parted(form, settled.issues).warnings),
    };
  }, [form, draft, geography, choices, inWords]);
}

function useWords(): (issue: Issue) => string {
  const { t, local } = useSpeech();
  return useCallback((issue) => {
    const own = local(issue.message);
    if (own) return own;
    const key = `issue.${issue.code}`;
    const known: TextKey = isTextKey(key) ? key : "issue.other";
    return t(known, { limit: issue.limit ?? 0 });
  }, [t, local]);
}
