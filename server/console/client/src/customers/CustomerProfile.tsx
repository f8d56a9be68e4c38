import { useQuery } from "@tanstack/react-query";
import { formsQuery } from "../api/queries";
import type { CustomerDetail, FormDefinition } from "../api/types";
import { AnswerList } from "../submissions/AnswerList";
import { answerLines } from "../submissions/answers";
import { useLookup } from "../submissions/useLookup";

function formOf(kind: string, forms: FormDefinition[]): FormDefinition | undefined {
  return forms.find((form) => form.record?.kind === "customer" && form.record.type === kind);
}

/** The customer's fields under the labels of the form that makes this kind of customer. */
export function CustomerProfile({ customer }: { customer: CustomerDetail }) {
  const forms = useQuery(formsQuery).data?.items ?? [];
  const lookup = useLookup();
  return <AnswerList lines={answerLines(formOf(customer.kind, forms), customer.fields, lookup)} />;
}
