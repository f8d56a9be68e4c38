import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import type { FieldControl } from "./field";

const MOST_CHIPS = 7;

/** One of several: chips while they fit on a screen, else the phone's own list. */
export function ChoiceField({ field, id, value, onChange, describedBy, invalid }: FieldControl) {
  const { t, local } = useSpeech();
  const options = field.options ?? [];
  if (options.length > MOST_CHIPS) {
    return (
      <select id={id} className="input" value={typeof value === "string" ? value : ""} aria-labelledby={`${id}-label`} aria-describedby={describedBy}
        aria-invalid={invalid} data-testid={`input-${field.name}`} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t("select.placeholder")}</option>
        {options.map((option) => <option key={option.value} value={option.value}>{local(option.label)}</option>)}
      </select>
    );
  }
  return (
    <div className="choices" role="radiogroup" aria-labelledby={`${id}-label`}>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={id} checked={value === option.value} data-testid={`option-${field.name}-${option.value}`}
            onChange={() => onChange(option.value)}
            onClick={() => value === option.value && !field.required && onChange(null)} />
          {local(option.label)}
        </label>
      ))}
    </div>
  );
}

export function MultiField({ field, value, onChange }: FieldControl) {
  const { local } = useSpeech();
  const chosen = Array.isArray(value) ? value : [];
  const toggle = (each: string) => onChange(chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each]);
  return (
    <div className="choices">
      {(field.options ?? []).map((option) => (
        <label key={option.value}>
          <input type="checkbox" checked={chosen.includes(option.value)} data-testid={`option-${field.name}-${option.value}`}
            onChange={() => toggle(option.value)} />
          {chosen.includes(option.value) && <Icon name="check" size={16} />}{local(option.label)}
        </label>
      ))}
    </div>
  );
}

export function SwitchField({ field, id, value, onChange }: FieldControl) {
  const { t } = useSpeech();
  return (
    <div className="choices" role="radiogroup" aria-labelledby={`${id}-label`}>
      {[true, false].map((each) => (
        <label key={String(each)}>
          <input type="radio" name={id} checked={value === each} data-testid={`option-${field.name}-${each}`} onChange={() => onChange(each)} />
          {t(each ? "bool.yes" : "bool.no")}
        </label>
      ))}
    </div>
  );
}

export function StepperField({ field, id, value, onChange, describedBy, invalid }: FieldControl) {
  const { t } = useSpeech();
  const least = field.min ?? 0;
  const count = typeof value === "number" ? value : null;
  const step = (by: number) => onChange(Math.min(field.max ?? Infinity, Math.max(least, (count ?? least) + by)));
  return (
    <div className="stepper">
      <button type="button" aria-label={t("stepper.less")} disabled={count === null || count <= least} onClick={() => step(-1)}><Icon name="minus" /></button>
      <input id={id} inputMode="numeric" value={count ?? ""} placeholder="–" aria-describedby={describedBy} aria-invalid={invalid}
        data-testid={`input-${field.name}`} onChange={(event) => onChange(numberIn(event.target.value))} />
      <button type="button" aria-label={t("stepper.more")} data-testid={`more-${field.name}`} disabled={count !== null && count >= (field.max ?? Infinity)} onClick={() => step(1)}><Icon name="plus" /></button>
    </div>
  );
}

function numberIn(text: string): number | null {
  const digits = text.replace(/\D/g, "").slice(0, 9);
  return digits === "" ? null : Number(digits);
}
