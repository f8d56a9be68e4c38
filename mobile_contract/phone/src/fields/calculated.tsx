import { AnswerText } from "../parts/answer";
import type { FieldControl } from "./control";

/** What the form reckons by itself, as it stands now. */
export function Calculated({ field, name, value, around }: FieldControl) {
  return <output className="calculated" data-testid={`calculated-${name}`}><AnswerText field={field} value={value} around={around} /></output>;
}
