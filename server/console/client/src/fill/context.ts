import { createContext, useContext } from "react";
import type { FieldDefinition, Fix, Form, Values } from "../api/formTypes";

/** Where an answer stands: `customer`, or `lines/2/product` in a row of a repeated group. */
export type Path = string;

/** How a field is to be shown now. */
export interface Look {
  shown: boolean;
  required: boolean;
  /** What is wrong, in words; nothing while all is well or nothing was handed in yet. */
  fault?: string | undefined;
  /** Worked out from other fields, so not typed. */
  calculated: boolean;
}

export interface Filling {
  form: Form;
  values: Values;
  /** Positions that were picked and not saved, by path. */
  readings: Record<Path, Fix>;
  /** Draft of this filling: files that are uploaded belong to it. */
  submissionId: string;
  /** What an edit began with. */
  prefilled: Values | null;
  look: (field: FieldDefinition, path: Path) => Look;
  /** What the field's expressions can see: all answers, and in a row its own cells. */
  scope: (path: Path) => Values;
  change: (path: Path, value: unknown) => void;
  /** Several answers at once, as they are. */
  fillIn: (answers: Values) => void;
  read: (path: Path, fix: Fix | null) => void;
  /** Whether it is only shown, as in the builder's preview: nothing is fetched, called or uploaded. */
  preview: boolean;
}

export const FillingContext = createContext<Filling | null>(null);

export function useFilling(): Filling {
  const filling = useContext(FillingContext);
  if (filling === null) throw new Error("useFilling outside of a form");
  return filling;
}

export interface InputProps<Value = unknown> {
  field: FieldDefinition;
  path: Path;
  look: Look;
  value: Value;
  onChange: (value: unknown) => void;
}
