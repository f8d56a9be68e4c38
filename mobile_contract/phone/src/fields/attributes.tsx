/** One input per attribute of the chosen instruction set; what stands on the customer is shown, what is not touched is not sent. */
import { attributesOf, type Answer, type Answers, type Field, type LocalText } from "@tuyen/sdk";

import { useData } from "../data/context";
import { useKnown } from "../data/kinds";
import { without } from "../data/options";
import { useSpeech } from "../i18n";
import type { FieldControl } from "./control";
import { FieldBox } from "./field";

type Attribute = Omit<Field, "label"> & { label: LocalText | string };

export function AttributesField({ field, path, name, value, onChange, around }: FieldControl) {
  const { t } = useSpeech();
  const { customers, named } = useData();
  const sets = useKnown("update_set");
  const chosen = around[field.parent ?? ""];
  const set = typeof chosen === "string" ? sets.byId.get(chosen) : undefined;
  if (!set) return <p className="quiet">{t("attributes.first")}</p>;
  const about = typeof around.customer === "string" ? customers?.byId.get(named(around.customer)) : undefined;
  const standing: Answers = about?.viewed.d.fields ?? {};
  const answers = attributesOf(value);
  const fields = ((set.d.attributes ?? []) as Attribute[]).map(fieldOf);
  const change = (attribute: string, answer: Answer) => {
    const rest = without(answers, attribute);
    const back = same(answer, standing[attribute]);
    const next = back ? rest : { ...rest, [attribute]: answer };
    onChange(Object.keys(next).length > 0 ? next : null);
  };
  if (fields.length === 0) return <p className="quiet">{t("attributes.none")}</p>;
  return (
    <div className="card item" data-testid={`attributes-${name}`}>
      {fields.map((each) => (
        <FieldBox key={each.name} field={each} path={`${path}/${each.name}`} value={each.name in answers ? answers[each.name] : standing[each.name]} around={{ ...standing, ...answers }}
          onChange={(answer) => change(each.name, answer)} />
      ))}
    </div>
  );
}

function fieldOf({ label, ...attribute }: Attribute): Field {
  return { ...attribute, label: typeof label === "string" ? { vi: label, en: label } : label };
}

function same(a: Answer, b: Answer | undefined): boolean {
  return JSON.stringify(a === "" ? null : a) === JSON.stringify(b ?? null);
}
