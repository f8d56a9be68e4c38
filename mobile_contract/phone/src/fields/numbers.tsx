/** Numbers: counted by − and +, written with decimals, as money in groups of three, as a share of a hundred. */
import { useLayoutEffect, useRef, useState, type ChangeEvent } from "react";

import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import type { FieldControl } from "./control";
import { digitsOnly, groupedDigits, placeAfter, readDecimal, shownDecimal } from "./number_text";

export function StepperField({ field, id, name, value, onChange, describedBy, invalid }: FieldControl) {
  const { t } = useSpeech();
  const least = field.min ?? 0;
  const most = field.max ?? Infinity;
  const count = typeof value === "number" ? value : null;
  const step = (by: number) => onChange(Math.min(most, Math.max(least, count === null ? Math.max(least, by > 0 ? 1 : 0) : count + by)));
  return (
    <div className="stepper">
      <button type="button" aria-label={t("stepper.less")} data-testid={`less-${name}`} disabled={count === null || count <= least} onClick={() => step(-1)}><Icon name="minus" /></button>
      <input id={id} inputMode="numeric" value={count ?? ""} placeholder="–" aria-describedby={describedBy} aria-invalid={invalid}
        data-testid={`input-${name}`} onChange={(event) => onChange(digitsOnly(event.target.value))} />
      <button type="button" aria-label={t("stepper.more")} data-testid={`more-${name}`} disabled={count !== null && count >= most} onClick={() => step(1)}><Icon name="plus" /></button>
    </div>
  );
}

/** Đồng, whole: `1.234.567 ₫` while it is typed. The place of the caret is counted in digits from the right. */
export function MoneyField({ id, name, value, onChange, describedBy, invalid }: FieldControl) {
  const { t } = useSpeech();
  const input = useRef<HTMLInputElement>(null);
  const behind = useRef<number | null>(null);
  const shown = typeof value === "number" ? groupedDigits(value) : "";
  useLayoutEffect(() => {
    if (behind.current === null || document.activeElement !== input.current) return;
    const place = placeAfter(shown, behind.current);
    input.current?.setSelectionRange(place, place);
    behind.current = null;
  }, [shown]);
  const typed = ({ target }: ChangeEvent<HTMLInputElement>) => {
    behind.current = target.value.slice(target.selectionStart ?? target.value.length).replace(/\D/g, "").length;
    onChange(digitsOnly(target.value, 15));
  };
  return (
    <div className="with-unit">
      <input ref={input} id={id} className="input" inputMode="numeric" autoComplete="off" value={shown} placeholder={t("number.placeholder")}
        aria-describedby={describedBy} aria-invalid={invalid} data-testid={`input-${name}`} onChange={typed} />
      <span className="unit" aria-hidden="true">{t("money.unit")}</span>
    </div>
  );
}

/** A number as it is written here: a comma before the decimals, a point is understood too. */
export function NumberField({ field, id, name, value, onChange, describedBy, invalid }: FieldControl) {
  const { t, local } = useSpeech();
  const [text, setText] = useState(() => shownDecimal(value));
  // What stands there is what was typed, as long as it says the same number.
  const shown = readDecimal(text) === (value ?? null) ? text : shownDecimal(value);
  const unit = field.type === "percent" ? t("percent.unit") : local(field.unit);
  const typed = (event: ChangeEvent<HTMLInputElement>) => {
    const kept = event.target.value.replace(/[^\d.,-]/g, "");
    setText(kept);
    onChange(readDecimal(kept));
  };
  return (
    <div className="with-unit">
      <input id={id} className="input" inputMode="decimal" autoComplete="off" value={shown} placeholder={t("number.placeholder")}
        aria-describedby={describedBy} aria-invalid={invalid} data-testid={`input-${name}`} onChange={typed} />
      {unit && <span className="unit" aria-hidden="true">{unit}</span>}
    </div>
  );
}
