import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Values } from "../api/formTypes";
import type { FormDefinition, Named } from "../api/types";
import { fillFormsQuery } from "../fill/queries";
import { AnswerList } from "../submissions/AnswerList";
import { answerLines } from "../submissions/answers";
import { useLookup } from "../submissions/useLookup";

const NOBODY: readonly (Named | null)[] = [];

interface Props {
  formKey: string;
  fields: Values;
  /** Records that the answers name. */
  names?: readonly (Named | null)[];
  /** Fields that the page shows elsewhere. */
  without?: readonly string[];
}

/** Everything that the form of a record says of it, by the form as it is now. */
export function RecordAnswers({ formKey, fields, names = NOBODY, without = [] }: Props) {
  const form = useQuery(fillFormsQuery).data?.items.find(({ key }) => key === formKey);
  const lookup = useLookup(names);
  const lines = useMemo(() => answerLines(form as FormDefinition | undefined, fields, lookup), [form, fields, lookup]);
  const left = lines.filter(({ name }) => !without.includes(name));
  // Where the page shows everything elsewhere, nothing is missing here.
  return left.length > 0 || without.length === 0 ? <AnswerList lines={left} /> : null;
}
