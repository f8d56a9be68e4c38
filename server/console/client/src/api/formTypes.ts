/** The form language, as `mobile_contract/schemas/form.json` describes it: what the runner fills in and the builder writes. */
import type { Bilingual } from "./types";

export const FIELD_TYPES = [
  "text", "longtext", "select", "multi", "bool", "date", "datetime", "time_window", "stepper", "number", "money", "percent",
  "phone", "email", "url", "ref", "refs", "province", "district", "ward", "gps", "media", "repeat", "attributes", "button",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface Choice {
  value: string;
  label: Bilingual;
  /** Offered when the parent field has this value. */
  parent?: string;
}

export interface Rule {
  /** Holds when the expression is true. */
  check: string;
  message: Bilingual;
}

export const BUTTON_ACTIONS = ["call_sim", "call_pbx", "compute_total", "add"] as const;
export const MERGES = ["lww", "manual", "set", "rows", "server", "immutable", "max", "min"] as const;

export interface FieldDefinition {
  name: string;
  type: FieldType;
  label: Bilingual;
  help?: Bilingual | null;
  required?: boolean;
  required_if?: string;
  show_if?: string;
  constraints?: Rule[];
  calculate?: string;
  default?: unknown;
  /** Path into the record that a reference field names, as `customer.fields.phone`. */
  prefill?: string;
  voice?: boolean;
  merge?: (typeof MERGES)[number];
  min?: number;
  max?: number;
  unit?: Bilingual | string | null;
  options?: Choice[];
  options_from?: string;
  parent?: string;
  of?: string;
  where?: Record<string, unknown>;
  fields?: FieldDefinition[];
  add_label?: Bilingual;
  item_label?: Bilingual;
  action?: (typeof BUTTON_ACTIONS)[number];
}

export const FORM_ACTIONS = ["finish_exit", "finish_new"] as const;
export type FormAction = (typeof FORM_ACTIONS)[number];

export interface Form {
  key: string;
  version: number;
  title: Bilingual;
  purpose?: Bilingual | null;
  help_text?: Bilingual | null;
  help_url?: string | null;
  module: string;
  icon?: string | null;
  /** `edits_only`: it is filled in for a record that there is. */
  record: { kind: string; type?: string | null; edits_only?: boolean } | null;
  /** What one must be allowed to do in order to hand it in. */
  right?: string | null;
  actions: FormAction[];
  notify?: string[];
  fields: FieldDefinition[];
}

export type Values = Record<string, unknown>;
/** A row of a repeated group: its own identifier beside its cells. */
export type Row = Values & { id: string };

/** A position that was read; it counts once it is saved. */
export interface Fix {
  lat: number;
  lon: number;
  accuracy_m: number;
  fixed_at: string;
  provider: string;
  mock: boolean;
}

export interface ChoiceList {
  key: string;
  title: Bilingual;
  options: Choice[];
  /** Offered no more; records may still have them. */
  retired?: Choice[];
}
