/** Answers of the HTTP API (/api/v1) as the console reads them. Times are RFC 3339 strings with a zone. */

export interface Bilingual {
  vi: string;
  en: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface Page<Item> {
  items: Item[];
  next?: string | null;
  total?: number | null;
  truncated?: boolean;
  /** There are more than `total`, which were not counted. */
  total_is_least?: boolean;
  /** Of the whole list of submissions, by review state. */
  counts?: Partial<Record<ReviewState, number>>;
}

export interface Session {
  employee: Named & { title: string; department: string; manager_id: string | null; branch_id: string | null };
  organisation: Named;
  rights: string[];
  language: string;
  /** Goes with every change as X-CSRF-Token; `api/pass` keeps it. */
  csrf: string;
  second_factors: { totp: boolean; passkeys: number; recovery_left: number };
  proved_at: string;
}

export interface Employee extends Named {
  title: string | null;
  manager_id: string | null;
  branch_id: string | null;
  depth: number;
}

export const CUSTOMER_KINDS = ["person", "organisation", "shop", "household"] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

export interface Customer extends Named {
  code: string | null;
  kind: CustomerKind;
  phone: string | null;
  address: string | null;
  lat: number | null;
  lon: number | null;
  owner: Named | null;
  status: string;
  rank: string | null;
  updated_at: string;
  pool?: Named | null;
  /** What the reader may do with it. */
  level?: "view" | "edit";
  /** The telephone number as people read it. */
  phone_text?: string | null;
  /** The whole address, of today's units where they are known. */
  address_text?: string | null;
  groups?: Named[];
  /** Ids of tags. */
  tags?: string[];
  source?: string | null;
  archived_at?: string | null;
  /** The fields that the list was asked for. */
  fields?: Record<string, unknown>;
}

export interface Unit {
  code: string;
  name: string;
}

export interface Address {
  /** Two levels since 1 July 2025, or the three before. */
  system: "2025" | "legacy";
  /** Of the profile, or kept by an order; `since` is the day of that. */
  kind: "main" | "delivery";
  since: string | null;
  province: Unit | null;
  district: Unit | null;
  ward: Unit | null;
  text: string | null;
  /** How it is known: typed so, by the table, by the map point, or a person said so. */
  how: "given" | "settled" | "by_point" | "needs_confirmation" | "confirmed" | "unknown";
  candidates: Unit[];
  distance_km: number | null;
  valid_from: string | null;
  valid_to: string | null;
}

type Related = Named & { code: string };

export interface CustomerDetail extends Customer {
  fields: Record<string, unknown>;
  routes: Named[];
  photos: string[];
  created_at: string;
  addresses: Address[];
  contacts: Record<string, unknown>[];
  employer: Related | null;
  referred_by: Related | null;
  parent_unit: Related | null;
  /** A map point that waits for a supervisor; it is settled like any conflict. */
  pending_pin: { conflict_id: string; lat: number; lon: number; moved_m: number; by: Named; at: string | null } | null;
  buyer: { id: string; code: string } | null;
  merged: (Related & { merge_id: string; merged_at: string })[];
  merged_into: string | null;
  duplicates: number;
}

/** Identifier, longitude, latitude, kind, name. */
export type CustomerPoint = [id: string, lon: number, lat: number, kind: CustomerKind, name: string];

export interface CustomerPoints {
  items: CustomerPoint[];
  truncated: boolean;
}

export interface FieldOption {
  value: string;
  label: Bilingual;
  /** A cascading choice: offered when the field above has this value. */
  parent?: string;
}

export interface FormField {
  name: string;
  type: string;
  label: Bilingual;
  required?: boolean;
  help?: Bilingual | null;
  options?: FieldOption[];
  /** Key of the choice list that holds the options. */
  options_from?: string;
  of?: string;
  unit?: Bilingual | string | null;
  /** The cells of a repeat group. */
  fields?: FormField[];
  item_label?: Bilingual | null;
}

export interface FormDefinition {
  key: string;
  version: number;
  title: Bilingual;
  record: { kind: string; type: string } | null;
  fields: FormField[];
}

export const REVIEW_STATES = ["received", "has_issues", "approved", "rejected"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export interface GpsFix {
  lat: number;
  lon: number;
  accuracy_m: number | null;
}

export interface SubmissionMedia {
  media_id: string;
  field: string;
  state: "awaiting" | "stored" | "ready" | "failed";
}

export interface Submission {
  id: string;
  form: string;
  form_title: Bilingual;
  version: number;
  state: ReviewState;
  employee: Named;
  customer: Named | null;
  occurred_at: string;
  received_at: string;
  gps: GpsFix | null;
  media: SubmissionMedia[];
  flags: string[];
  /** The record that it made or edited. */
  record?: { kind: string; id: string } | null;
  revises?: string | null;
  revised_by?: string | null;
  by_console?: boolean;
}

/** One link of a chain of corrections. */
export interface Revision {
  id: string;
  version: number;
  state: ReviewState;
  comment: string | null;
  received_at: string;
  /** Names of the answers that differ from the one before. */
  changed: string[];
}

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

export interface Review {
  state: ReviewState;
  comment: string | null;
  by: Named;
  at: string;
}

export interface SubmissionDetail extends Submission {
  answers: Record<string, unknown>;
  before?: Record<string, unknown>;
  revisions?: Revision[];
  definition: FormDefinition;
  changes: FieldChange[];
  reviews: Review[];
}

export interface Visit {
  id: string;
  submission_id: string;
  /** Name and kind are null for a customer that the reader may not see. */
  customer: { id: string; name: string | null; kind: CustomerKind | null };
  employee: Named;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  checked_in_at: string;
  received_at: string;
  distance_m: number | null;
  review_state: ReviewState;
  media: string[];
  note: string | null;
  flags: string[];
}

export interface RouteSummary extends Named {
  description: string | null;
  status: "active" | "stopped";
  stop_count: number;
  assignee: Named | null;
  updated_at: string;
}

export type Membership = "in" | "out";

export interface RouteStop {
  customer: Named & { lat: number | null; lon: number | null; kind: CustomerKind };
  seq: number;
  membership: Membership;
  note: string | null;
}

export interface RouteAssignment {
  id: string;
  employee: Named;
  valid_from: string;
  valid_to: string | null;
  instruction: string | null;
}

export interface RouteDetail extends RouteSummary {
  stops: RouteStop[];
  assignments: RouteAssignment[];
}

export interface ConflictSide {
  value: unknown;
  employee: Named | null;
  at: string | null;
  received_at: string | null;
  gps: GpsFix | null;
}

export interface Conflict {
  id: string;
  state: "open" | "settled";
  record: Named & { kind: string; place: { lat: number; lon: number } | null };
  field: string;
  label: Bilingual;
  /** The field as its form defines it. */
  definition: FormField;
  kept: ConflictSide;
  lost: ConflictSide;
  /** What stands in the record now; `moved_on` says that it is not the kept value any more. */
  present: unknown;
  moved_on: boolean;
  /** Names of records that values refer to, by id. */
  names: Record<string, string>;
  policy: string;
  created_at: string;
  settled_by: Named | null;
  settled_at: string | null;
  settled_value: unknown;
}

export interface QuarantinedOperation {
  id: string;
  device: Named | null;
  employee: Named | null;
  n: number | null;
  code: string;
  reason: string | null;
  /** The reason in words. */
  said: Bilingual;
  /** As it was sent. */
  payload: string;
  received_at: string;
  state: QuarantineState;
  comment: string | null;
  decided_by: Named | null;
  decided_at: string | null;
  /** What a released operation was answered. */
  outcome: Record<string, unknown> | null;
}

export const QUARANTINE_STATES = ["open", "released", "dismissed"] as const;
export type QuarantineState = (typeof QUARANTINE_STATES)[number];

/** A page of a list whose things are open or decided. */
export interface Inbox<Item, State extends string> {
  items: Item[];
  next: string | null;
  counts: Record<State, number>;
}

export type QuarantinePage = Inbox<QuarantinedOperation, QuarantineState> & { codes: Record<string, number> };

export interface Device extends Named {
  platform: string | null;
  app_version: string | null;
  employee: Named | null;
  last_seen_at: string | null;
  last_push_at: string | null;
  queue_depth: number | null;
  clock_offset_ms: number | null;
  state: string;
}

export interface Notice {
  id: string;
  kind: string;
  title: Bilingual;
  body: string | Bilingual | null;
  link: string | null;
  at: string;
  read_at: string | null;
}

export type Province = [code: string, name: string, lat: number, lon: number];
export type Ward = [code: string, provinceCode: string, name: string, lat: number, lon: number];

export interface AdministrativeUnits {
  version: string | number;
  provinces: Province[];
  wards: Ward[];
}

export interface StyleSource {
  tiles_url: string | null;
  attribution: string | null;
}
