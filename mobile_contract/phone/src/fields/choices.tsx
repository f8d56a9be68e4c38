import { idsOf, type Field, type FieldOption } from "@tuyen/sdk";
import { useState } from "react";

import { offered, optionsOf } from "../data/options";
import type { Choice } from "../data/choice";
import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { useScope, type FieldControl } from "./control";
import { PickButton, PickSheet } from "./pick";

const MOST_CHIPS = 7;
/** The phone's own list has no search. */
const MOST_WITHOUT_SEARCH = 15;

function useOptions({ field, around, value }: FieldControl): { options: FieldOption[]; missing: boolean; waits: boolean } {
  const { lists } = useScope();
  const all = optionsOf(field, lists);
  const narrowed = all?.some((option) => option.parent !== undefined) ?? false;
  const above = field.parent === undefined ? undefined : around[field.parent];
  const open = all && field.parent !== undefined ? offered(all, above) : (all ?? []);
  // What stands in a record stays to be seen, though its list lost it.
  const held = [value].flat().filter((each): each is string => typeof each === "string" && each !== "");
  const lost = held.filter((each) => !open.some((option) => option.value === each)).map((each) => all?.find((option) => option.value === each) ?? { value: each, label: { vi: each, en: each } });
  return { options: [...open, ...lost], missing: field.options_from !== undefined && lists !== null && all === undefined, waits: narrowed && !above };
}

function Missing() {
  const { t } = useSpeech();
  return <p className="note warn"><Icon name="cloud_off" size={20} />{t("select.none")}</p>;
}

/** One of several: chips while they fit on a screen, then the phone's own list, then one that is searched. */
export function ChoiceField(control: FieldControl) {
  const { field, id, name, value, onChange, describedBy, invalid } = control;
  const { t, local } = useSpeech();
  const { options, missing, waits } = useOptions(control);
  if (missing) return <Missing />;
  if (options.length > MOST_WITHOUT_SEARCH) return <SearchedChoice {...control} options={options} />;
  if (waits || options.length > MOST_CHIPS || field.parent !== undefined) {
    return (
      <select id={id} className="input" value={typeof value === "string" ? value : ""} aria-labelledby={`${id}-label`} aria-describedby={describedBy}
        aria-invalid={invalid} data-testid={`input-${name}`} disabled={waits && options.length === 0} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{t("select.placeholder")}</option>
        {options.map((option) => <option key={option.value} value={option.value}>{local(option.label)}</option>)}
      </select>
    );
  }
  return (
    <div className="choices" role="radiogroup" aria-labelledby={`${id}-label`}>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={id} checked={value === option.value} data-testid={`option-${name}-${option.value}`}
            onChange={() => onChange(option.value)}
            onClick={() => value === option.value && !field.required && onChange(null)} />
          {local(option.label)}
        </label>
      ))}
    </div>
  );
}

function SearchedChoice({ field, id, name, value, onChange, options }: FieldControl & { options: FieldOption[] }) {
  const { t, local } = useSpeech();
  const [open, setOpen] = useState(false);
  const choices = options.map((option): Choice => ({ id: option.value, name: local(option.label) }));
  return (
    <>
      <PickButton id={id} name={name} choice={choices.find((choice) => choice.id === value) ?? null} placeholder={t("select.placeholder")}
        onOpen={() => setOpen(true)} onClear={field.required ? undefined : () => onChange(null)} />
      {open && <PickSheet title={local(field.label)} choices={choices} onClose={() => setOpen(false)} onPick={(picked) => {
        onChange(picked);
        setOpen(false);
      }} />}
    </>
  );
}

export function MultiField(control: FieldControl) {
  const { name, value, onChange } = control;
  const { local } = useSpeech();
  const { options, missing } = useOptions(control);
  const chosen = idsOf(value);
  const toggle = (each: string) => onChange(chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each]);
  if (missing) return <Missing />;
  return (
    <div className="choices">
      {options.map((option) => (
        <label key={option.value}>
          <input type="checkbox" checked={chosen.includes(option.value)} data-testid={`option-${name}-${option.value}`}
            onChange={() => toggle(option.value)} />
          {chosen.includes(option.value) && <Icon name="check" size={16} />}{local(option.label)}
        </label>
      ))}
    </div>
  );
}

export function SwitchField({ field, id, name, value, onChange }: FieldControl) {
  const { t } = useSpeech();
  return (
    <div className="choices" role="radiogroup" aria-labelledby={`${id}-label`}>
      {[true, false].map((each) => (
        <label key={String(each)}>
          <input type="radio" name={id} checked={value === each} data-testid={`option-${name}-${each}`} onChange={() => onChange(each)}
            onClick={() => value === each && !field.required && onChange(null)} />
          {t(each ? "bool.yes" : "bool.no")}
        </label>
      ))}
    </div>
  );
}

/** The label of an option, wherever it is told; the value itself where it is not (any more). */
export function optionLabel(field: Field, options: FieldOption[] | undefined, value: string): FieldOption["label"] {
  return (options ?? field.options)?.find((option) => option.value === value)?.label ?? { vi: value, en: value };
}
