/** Fields that point to something: a customer, colleagues, a route, products, tags, an instruction set. */
import { idsOf, meets, type Answer, type Answers, type Field } from "@tuyen/sdk";
import { useMemo, useState } from "react";

import type { Choice } from "../data/choice";
import { useData } from "../data/context";
import { unlessInHand, useKnown } from "../data/kinds";
import { customerChoice, useNames, useOrderChoice } from "../data/names";
import { isTextKey, useSpeech, type TextKey } from "../i18n";
import { Icon } from "../parts/icons";
import type { FieldControl } from "./control";
import { PickButton, PickSheet } from "./pick";

export function pickTitle(kind: string): TextKey {
  const key = `pick.${kind}`;
  return isTextKey(key) ? key : "pick.other";
}

export function ReferenceField({ field, id, name, value, onChange, around }: FieldControl) {
  const { t } = useSpeech();
  const kind = kindOf(field);
  const find = useNames(kind);
  const [open, setOpen] = useState(false);
  const chosen = typeof value === "string" && value ? find(value) ?? { id: value, name: "…" } : null;
  const title = t(pickTitle(kind));
  return (
    <>
      <PickButton id={id} name={name} choice={chosen} placeholder={title} onOpen={() => setOpen(true)}
        onClear={field.required ? undefined : () => onChange(null)} />
      {open && (
        <ReferenceSheet field={field} around={around} title={title} onClose={() => setOpen(false)} onPick={(picked) => {
          onChange(picked);
          setOpen(false);
        }} />
      )}
    </>
  );
}

export function ManyField({ field, id, name, value, onChange, around }: FieldControl) {
  const { t } = useSpeech();
  const kind = kindOf(field);
  const find = useNames(kind);
  const [open, setOpen] = useState(false);
  const ids = idsOf(value);
  const title = t(pickTitle(kind));
  const toggle = (picked: string) => onChange(ids.includes(picked) ? ids.filter((other) => other !== picked) : [...ids, picked]);
  return (
    <div className="stack">
      {ids.length > 0 && (
        <div className="choices">
          {ids.map((each) => {
            const called = find(each)?.name ?? "…";
            return (
              <button key={each} type="button" className="button soft taken" onClick={() => toggle(each)} aria-label={t("pick.remove", { name: called })}>{called}<Icon name="close" size={16} /></button>
            );
          })}
        </div>
      )}
      <PickButton id={id} name={name} choice={null} placeholder={title} onOpen={() => setOpen(true)} />
      {open && <ReferenceSheet field={field} around={around} title={title} chosen={ids} onClose={() => setOpen(false)} onPick={toggle} />}
    </div>
  );
}

interface ReferenceSheetProps { field: Field; around: Answers; title: string; chosen?: string[]; onPick: (id: string) => void; onClose: () => void }

/** The list is made when the sheet opens: a form that is only looked at does not pay for it. */
export function ReferenceSheet({ field, around, ...sheet }: ReferenceSheetProps) {
  const above = field.parent === undefined ? undefined : around[field.parent];
  return <PickSheet {...sheet} choices={useChoices(kindOf(field), field.where, above)} />;
}

export function kindOf(field: Field): string {
  return field.of ?? (field.type === "refs" ? "employee" : "customer");
}

/** What is offered: records that have what `where` asks for and that fit what is chosen above. */
function useChoices(kind: string, where: Field["where"], above: Answer | undefined): Choice[] {
  const { customers, employees } = useData();
  const orderOf = useOrderChoice();
  const known = useKnown(unlessInHand(kind));
  return useMemo(() => {
    if (kind === "employee") {
      return [...employees].map(([id, each]): Choice => ({ id, name: each.name, detail: each.title ?? undefined, icon: "user", tone: "plain" }))
        .sort((a, b) => a.name.localeCompare(b.name, "vi"));
    }
    if (kind === "customer") {
      return (customers?.list ?? []).filter((each) => meets(each.viewed.d, where)).flatMap((each) => customerChoice(each) ?? []);
    }
    const found = known.choices().filter(({ id }) => {
      const data = known.byId.get(id)?.d;
      return meets(data, where) && fits(kind, data, above);
    });
    return kind === "order" ? found.map((choice) => orderOf(choice, known)) : found;
  }, [kind, where, above, customers, employees, known, orderOf]);
}

/** An instruction set is offered with the tags that it hangs on; without a chosen tag all are. */
function fits(kind: string, data: Record<string, unknown> | undefined, above: Answer | undefined): boolean {
  if (kind !== "update_set") return true;
  const [chosen, own] = [idsOf(above), idsOf(data?.tags as Answer)];
  return chosen.length === 0 || own.length === 0 || own.some((tag) => chosen.includes(tag));
}
