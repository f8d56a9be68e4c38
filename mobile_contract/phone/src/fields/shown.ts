/** What a customer's attributes showed when an interaction wrote over them: by it the server knows what had been seen. */
import { attributesOf, type Answers, type FormDefinition } from "@tuyen/sdk";

export function shownBefore(form: FormDefinition, answers: Answers, rowOf: (kind: string, id: string) => unknown): Answers {
  const about = typeof answers.customer === "string" ? (rowOf("customer", answers.customer) as { fields?: Answers } | undefined) : undefined;
  if (!about) return {};
  const written = form.fields.filter((field) => field.type === "attributes" && field.name in answers);
  return Object.fromEntries(written.map((field) => {
    const names = Object.keys(attributesOf(answers[field.name]));
    return [field.name, Object.fromEntries(names.map((name) => [name, about.fields?.[name] ?? null]))];
  }));
}
