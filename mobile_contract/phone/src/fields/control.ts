/** What every control of a field is given. */
import type { Answer, Answers, Field, GpsFix, RepeatRow } from "@tuyen/sdk";
import { createContext, useContext } from "react";

import type { Lists } from "../data/options";

export interface FieldControl {
  field: Field;
  /** The id of the control; its label, help and error are derived from it. */
  id: string;
  /** Its place in the form: `lines/0/qty`. */
  path: string;
  /** The name in `data-testid`s: the field's, in a repeat `lines-0-qty`. */
  name: string;
  value: Answer | undefined;
  onChange: (value: Answer) => void;
  /** What stands around it: the form's values, in a row the row's cells before them. */
  around: Answers;
  describedBy: string | undefined;
  invalid: boolean;
}

/** What is wrong at a place of the form, `lines/2/product`, in words. */
export type Faults = Map<string, string>;

export interface FormScope {
  draftKey: string;
  faults: Faults;
  /** What is told at once and hinders nothing. */
  warnings: Faults;
  lists: Lists | null;
  readings: Record<string, GpsFix>;
  onReading: (name: string, fix: GpsFix | null) => void;
  /** Whether what stands at a place of the form is to be seen. */
  isShown: (path: string) => boolean;
  isRequired: (path: string) => boolean;
  newRow: (repeat: Field) => RepeatRow;
  /** The address of the organisation's telephone exchange, as `exchangeLink` takes it. */
  exchange: string | undefined;
}

const Scope = createContext<FormScope | null>(null);
export const FormScopeProvider = Scope.Provider;

export function useScope(): FormScope {
  const scope = useContext(Scope);
  if (!scope) throw new Error("a field outside of a form");
  return scope;
}
