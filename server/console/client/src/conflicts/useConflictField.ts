import { useMemo } from "react";
import type { Conflict, FormField } from "../api/types";
import { type Lookup, answerText } from "../submissions/answers";
import { useLookup } from "../submissions/useLookup";

/** The form field that a conflict is about, and how to tell its values in words. */
export function useConflictField({ definition, names }: Conflict): { field: FormField; write: (value: unknown) => string } {
  const lookup = useLookup();
  return useMemo(() => {
    const known: Lookup = { ...lookup, nameOf: (id) => names[id] ?? lookup.nameOf(id) };
    return { field: definition, write: (value: unknown) => answerText(definition, value, known) };
  }, [definition, names, lookup]);
}
