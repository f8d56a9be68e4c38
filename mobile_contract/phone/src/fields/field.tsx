/** One field of a form: its label, its help, its control and what is wrong with it. */
import type { Answer, Answers, Field } from "@tuyen/sdk";
import type { ReactNode } from "react";

import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { AttributesField } from "./attributes";
import { ButtonField } from "./buttons";
import { Calculated } from "./calculated";
import { ChoiceField, MultiField, SwitchField } from "./choices";
import { useScope, type FieldControl } from "./control";
import { GpsField } from "./gps";
import { MediaField } from "./media";
import { MoneyField, NumberField, StepperField } from "./numbers";
import { PlaceField } from "./places";
import { ManyField, ReferenceField } from "./references";
import { RepeatField } from "./repeat";
import { TextField } from "./text";
import { MomentField, WindowField } from "./times";

export interface FieldBoxProps {
  field: Field;
  /** Its place in the form: `lines/0/qty`. */
  path: string;
  value: Answer | undefined;
  /** What stands around it, for choices that it narrows and for rules. */
  around: Answers;
  onChange: (value: Answer) => void;
}

/** Types whose control is one input that a label can name. */
const SINGLE = ["text", "longtext", "phone", "email", "url", "date", "datetime", "stepper", "number", "money", "percent"];

export function FieldBox({ field, path, value, around, onChange }: FieldBoxProps) {
  const { t, local } = useSpeech();
  const scope = useScope();
  if (!scope.isShown(path) || (field.action === "call_pbx" && !scope.exchange) || field.action === "add") return null;
  const name = path.replaceAll("/", "-");
  const id = `f-${name}`;
  const error = scope.faults.get(path);
  const warning = error ? undefined : scope.warnings.get(path);
  const describedBy = [field.help && `${id}-help`, error && `${id}-error`, warning && `${id}-warning`].filter(Boolean).join(" ") || undefined;
  const required = scope.isRequired(path);
  const shown: Field = field.required === required ? field : { ...field, required };
  const control: FieldControl = { field: shown, id, path, name, value, onChange, around, describedBy, invalid: Boolean(error) };
  const grouped = !SINGLE.includes(field.type) || field.calculate !== undefined;
  const label = (
    <>
      <span>{local(field.label)}</span>
      {required && <small className="must">{t("form.required")}</small>}
    </>
  );
  return (
    <div className={error ? "field invalid" : "field"} data-testid={`field-${name}`} id={`${id}-box`}
      {...(grouped ? { role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": describedBy } : {})}>
      {field.type !== "button" && (grouped
        ? <div className="label" id={`${id}-label`}>{label}</div> : <label className="label" id={`${id}-label`} htmlFor={id}>{label}</label>)}
      {field.help && <p className="hint" id={`${id}-help`}>{local(field.help)}</p>}
      {controlOf(control)}
      {error && <p className="error" id={`${id}-error`} data-testid={`error-${name}`}><Icon name="warn" size={18} />{error}</p>}
      {warning && <p className="warning" id={`${id}-warning`} data-testid={`warning-${name}`}><Icon name="warn" size={18} />{warning}</p>}
    </div>
  );
}

function controlOf(control: FieldControl): ReactNode {
  if (control.field.calculate !== undefined) return <Calculated {...control} />;
  switch (control.field.type) {
    case "select":
      return <ChoiceField {...control} />;
    case "multi":
      return <MultiField {...control} />;
    case "bool":
      return <SwitchField {...control} />;
    case "stepper":
      return <StepperField {...control} />;
    case "number": case "percent":
      return <NumberField {...control} />;
    case "money":
      return <MoneyField {...control} />;
    case "datetime":
      return <MomentField {...control} />;
    case "time_window":
      return <WindowField {...control} />;
    case "gps":
      return <GpsField {...control} />;
    case "media":
      return <MediaField {...control} />;
    case "ref":
      return <ReferenceField {...control} />;
    case "refs":
      return <ManyField {...control} />;
    case "province": case "district": case "ward":
      return <PlaceField {...control} />;
    case "repeat":
      return <RepeatField {...control} />;
    case "attributes":
      return <AttributesField {...control} />;
    case "button":
      return <ButtonField {...control} />;
    default:
      return <TextField {...control} />;
  }
}
