/** A moment and a window of a day. */
import { localTimestamp, type Answer, type TimeWindow } from "@tuyen/sdk";
import { useState } from "react";

import { useSpeech } from "../i18n";
import type { FieldControl } from "./control";

/** The browser speaks local time without an offset; the answer bears the phone's offset. */
export function MomentField({ id, name, value, onChange, describedBy, invalid }: FieldControl) {
  const shown = typeof value === "string" && !Number.isNaN(Date.parse(value)) ? localTimestamp(new Date(value)).slice(0, 16) : "";
  return (
    <input id={id} type="datetime-local" className="input" value={shown} aria-describedby={describedBy} aria-invalid={invalid} data-testid={`input-${name}`}
      onChange={(event) => onChange(event.target.value ? localTimestamp(new Date(event.target.value)) : null)} />
  );
}

export function isWindow(value: Answer | undefined): value is TimeWindow {
  return typeof value === "object" && value !== null && "from" in value && "to" in value;
}

/** An answer once either end is there; a missing end is told of when the form is finished. */
export function WindowField({ id, name, value, onChange, describedBy, invalid }: FieldControl) {
  const { t } = useSpeech();
  const [ends, setEnds] = useState<TimeWindow>(isWindow(value) ? value : { from: "", to: "" });
  const change = (part: Partial<TimeWindow>) => {
    const next = { ...ends, ...part };
    setEnds(next);
    onChange(next.from || next.to ? next : null);
  };
  return (
    <div className="ends">
      {(["from", "to"] as const).map((end) => (
        <label key={end} className="grow">
          <span className="faint">{t(`window.${end}`)}</span>
          <input id={end === "from" ? id : undefined} type="time" className="input" value={ends[end]} aria-describedby={describedBy} aria-invalid={invalid}
            data-testid={`${end}-${name}`} onChange={(event) => change({ [end]: event.target.value })} />
        </label>
      ))}
    </div>
  );
}
