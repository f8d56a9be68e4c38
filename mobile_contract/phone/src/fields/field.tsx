/** One field of a form: its label, its help, its control and what is wrong with it. */
import type { Answer, Field, GpsFix, Issue } from "@tuyen/sdk";
import type { ReactNode } from "react";

import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { ChoiceField, MultiField, SwitchField, StepperField } from "./choices";
import { GpsField } from "./gps";
import { MediaField } from "./media";
import { ManyField, PlaceField, ReferenceField } from "./references";
import { TextField } from "./text";

export interface FieldControl {
  field: Field;
  /** The id of the control; its label, help and error are derived from it. */
  id: string;
  value: Answer | undefined;
  onChange: (value: Answer) => void;
  describedBy: string | undefined;
  invalid: boolean;
}

export interface FieldBoxProps {
  field: Field;
  value: Answer | undefined;
  reading: GpsFix | undefined;
  issue: Issue | undefined;
  parentValue: Answer | undefined;
  draftKey: string;
  onChange: (value: Answer) => void;
  onReading: (fix: GpsFix | null) => void;
}

export function FieldBox(props: FieldBoxProps) {
  const { field, issue } = props;
  const { t, local } = useSpeech();
  const id = `f-${field.name}`;
  const error = issue && t(`issue.${issue.code}`, { limit: issue.limit ?? 0 });
  const describedBy = [field.help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const control: FieldControl = { field, id, value: props.value, onChange: props.onChange, describedBy, invalid: Boolean(error) };
  const grouped = !["text", "longtext", "phone", "email", "url", "date", "stepper"].includes(field.type);
  const label = (
    <>
      <span>{local(field.label)}</span>
      {field.required && <small className="must">{t("form.required")}</small>}
    </>
  );
  return (
    <div className={error ? "field invalid" : "field"} data-testid={`field-${field.name}`} id={`${id}-box`}
      {...(grouped ? { role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": describedBy } : {})}>
      {grouped ? <div className="label" id={`${id}-label`}>{label}</div> : <label className="label" htmlFor={id}>{label}</label>}
      {field.help && <p className="hint" id={`${id}-help`}>{local(field.help)}</p>}
      {controlOf(props, control)}
      {error && <p className="error" id={`${id}-error`} data-testid={`error-${field.name}`}><Icon name="warn" size={18} />{error}</p>}
    </div>
  );
}

function controlOf({ field, reading, parentValue, draftKey, onReading }: FieldBoxProps, control: FieldControl): ReactNode {
  switch (field.type) {
    case "text": case "longtext": case "phone": case "email": case "url": case "date":
      return <TextField {...control} />;
    case "select":
      return <ChoiceField {...control} />;
    case "multi":
      return <MultiField {...control} />;
    case "bool":
      return <SwitchField {...control} />;
    case "stepper":
      return <StepperField {...control} />;
    case "gps":
      return <GpsField {...control} reading={reading} onReading={onReading} />;
    case "media":
      return <MediaField {...control} draftKey={draftKey} />;
    case "ref":
      return <ReferenceField {...control} />;
    case "refs":
      return <ManyField {...control} />;
    case "province":
      return <PlaceField {...control} province={null} />;
    case "ward":
      return <PlaceField {...control} province={typeof parentValue === "string" ? parentValue : ""} />;
    default:
      return <TextField {...control} />;
  }
}
