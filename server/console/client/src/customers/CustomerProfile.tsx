import { useQuery } from "@tanstack/react-query";
import { formsQuery } from "../api/queries";
import type { CustomerDetail, FormDefinition } from "../api/types";
import { AnswerList } from "../submissions/AnswerList";
import { answerLines } from "../submissions/answers";
import { useLookup } from "../submissions/useLookup";
import { AttributeHistory } from "./record/AttributeHistory";

function formOf(kind: string, forms: FormDefinition[]): FormDefinition | undefined {
  return forms.find((form) => form.record?.kind === "customer" && form.record.type === kind);
}

/** Fields that the page tells in a card of their own. */
const ELSEWHERE = new Set([
  "address_system", "address_province", "address_district", "address_ward", "contacts", "members", "tags", "source", "employer_company", "referred_by", "parent_unit", "notify_to", "other_addresses",
]);

/** The customer's fields under the labels of the form that makes this kind of customer, each with its past. */
export function CustomerProfile({ customer, onOpen }: { customer: CustomerDetail; onOpen: (submissionId: string) => void }) {
  const forms = useQuery(formsQuery).data?.items ?? [];
  const lookup = useLookup();
  const form = formOf(customer.kind, forms);
  const fields = Object.fromEntries(Object.entries(customer.fields).filter(([name]) => !ELSEWHERE.has(name)));
  const lines = answerLines(form, fields, lookup).map((line) => ({ ...line, isStranger: false }));
  const fieldOf = (name: string, label: string) => form?.fields.find((field) => field.name === name) ?? { name, type: "text", label: { vi: label, en: label } };
  return (
    <AnswerList
      lines={lines}
      extra={({ name, label }) => (name in customer.fields ? <AttributeHistory customerId={customer.id} field={fieldOf(name, label)} onOpen={onOpen} /> : null)}
    />
  );
}
