/** What a record holds that this form does not know: fields of an older or a newer phone, of an import, of the office. */
import { isEmpty, type Answers, type Field } from "@tuyen/sdk";

import { UnknownText } from "./answer";

export function unknownOf(fields: Answers, known: Field[]): string[] {
  const names = new Set(known.map((field) => field.name));
  return Object.keys(fields).filter((name) => !names.has(name) && !isEmpty(fields[name]));
}

export function UnknownFields({ fields, known, title }: { fields: Answers; known: Field[]; title: string }) {
  const names = unknownOf(fields, known);
  if (names.length === 0) return null;
  return (
    <section className="section" style={{ marginTop: 20 }} data-testid="unknown-fields">
      <h2>{title}</h2>
      <dl className="card facts">
        {names.map((name) => <div key={name}><dt>{name}</dt><dd><UnknownText value={fields[name]} /></dd></div>)}
      </dl>
    </section>
  );
}
