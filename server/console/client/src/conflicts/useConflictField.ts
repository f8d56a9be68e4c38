import { useQuery } from "@tanstack/react-query";
import { formsQuery } from "../api/queries";
import type { Conflict, FormField } from "../api/types";
import { answerText } from "../submissions/answers";
import { useLookup } from "../submissions/useLookup";

/** The form field that a conflict is about, where a form of that record has it, and how to tell its values in words. */
export function useConflictField({ record, field: name, label }: Conflict) {
  const forms = useQuery(formsQuery).data?.items ?? [];
  const lookup = useLookup();
  const known = forms
    .filter((form) => form.record?.kind === record.kind)
    .flatMap((form) => form.fields)
    .find((field) => field.name === name);
  const field: FormField = known ?? { name, label, type: "text", required: false };
  return { field, write: (value: unknown) => answerText(field, value, lookup) };
}
