/** The contract between a phone and the server: form definitions, operations, answers, feed rows. */

export type Language = "vi" | "en";
export type LocalText = Record<Language, string>;

export type FieldType =
  | "text" | "longtext" | "select" | "multi" | "date" | "datetime" | "time_window" | "stepper" | "number" | "money"
  | "percent" | "phone" | "email" | "url" | "gps" | "media" | "ref" | "refs" | "province" | "district" | "ward"
  | "bool" | "repeat" | "attributes" | "button";

export interface FieldOption {
  value: string;
  label: LocalText;
  /** Offered where the field that `Field.parent` names has this value. */
  parent?: string;
}

/** A rule in the Common Expression Language, see `mobile_contract/FORMS.md`. */
export type Expression = string;

export interface Constraint { check: Expression; message: LocalText }

export type ButtonAction = "call_sim" | "call_pbx" | "compute_total" | "add";

export type MergePolicy = "lww" | "manual" | "set" | "rows" | "server" | "immutable" | "max" | "min";

export interface Field {
  name: string;
  type: FieldType;
  label: LocalText;
  required?: boolean;
  required_if?: Expression;
  /** Where this is not true the field is hidden: neither required, nor sent, nor read. */
  show_if?: Expression;
  /** Each has to hold where the field is not empty. */
  constraints?: Constraint[];
  /** The answer is what this gives; nobody types it. */
  calculate?: Expression;
  /** What a new form starts with. */
  default?: Answer | { expr: Expression };
  /** What a new form starts with: a reference field and a path into the row that it names, `customer.fields.phone`. */
  prefill?: string;
  help?: LocalText | null;
  /** The text may be spoken. */
  voice?: boolean;
  options?: FieldOption[];
  /** The key of the choice list whose options are offered. */
  options_from?: string;
  /** The kind that a `ref` or `refs` points to. */
  of?: string;
  /** Which rows a reference offers: dotted paths into their data, and what must stand there. */
  where?: Record<string, string | number | boolean | null>;
  /** The field that narrows this one: province of a ward, choice above a choice, update set of attributes. */
  parent?: string;
  /** The cells of a `repeat`. */
  fields?: Field[];
  add_label?: LocalText | null;
  item_label?: LocalText | null;
  action?: ButtonAction;
  unit?: LocalText | string | null;
  merge?: MergePolicy;
  /** Most characters of a text, most items of a list, most rows, largest number. */
  max?: number;
  min?: number;
}

export type FormAction = "finish_exit" | "finish_new";

export interface FormDefinition {
  key: string;
  version: number;
  title: LocalText;
  purpose?: LocalText | null;
  help_text?: LocalText | null;
  help_url?: string | null;
  module: string;
  icon?: string | null;
  /** The verb that is needed to hand it in. */
  right?: string | null;
  /** Who is told of every submission, besides those whom `notify_to` names. */
  notify?: ("owner" | "manager")[];
  /** `edits_only`: it is filled in for a record that there is, and makes none. */
  record: { kind: string; type?: string | null; edits_only?: boolean } | null;
  actions: FormAction[];
  fields: Field[];
}

export interface GpsFix {
  lat: number;
  lon: number;
  accuracy_m: number;
  /** RFC 3339. */
  fixed_at: string;
  provider: string;
  mock: boolean;
}

/** `HH:MM` each. */
export interface TimeWindow { from: string; to: string }

/** A row of a repeat: its cells by name, and an id of the phone's making. */
export interface RepeatRow { id: string; [cell: string]: Answer | undefined }

/** One input per attribute of an update set, by the attribute's name. */
export interface AttributeAnswers { [attribute: string]: Answer }

export type Answer =
  | string | number | boolean | null | string[] | GpsFix | TimeWindow | RepeatRow[] | AttributeAnswers;
export type Answers = Record<string, Answer>;

export interface MediaClaim { media_id: string; field: string; sha256: string; size: number; type: string }

/** Which record a submission makes (`base` null) or edits (`base` = the row version that was seen). */
export interface RecordClaim { kind: string; id: string; base: number | null }

export interface SubmitOperation {
  n: number;
  t: "submit";
  /** Operations in a row with the same value stand or fall together. */
  tx?: string;
  id: string;
  form: string;
  version: number;
  occurred_at: string;
  hlc: string;
  gps?: GpsFix;
  record?: RecordClaim;
  answers: Answers;
  before?: Answers;
  media: MediaClaim[];
  /** The submission that this one corrects: one of the person's own that was sent back. */
  revises?: string;
}

export interface ReadOperation { n: number; t: "read"; id: string }
export type Operation = SubmitOperation | ReadOperation;

/** What an operation waits for: the record that its own phone, or another, has not handed in yet. */
export interface Parent { kind: string; id: string }

export type ItemStatus = "applied" | "merged" | "conflict" | "duplicate" | "blocked" | "quarantined" | "retry";

export interface ItemResult {
  n: number;
  s: ItemStatus;
  id?: string;
  ver?: number;
  code?: string;
  message?: LocalText | string;
  warnings?: { code: string; of?: string }[];
  conflicts?: { field: string; kept: string; id: string }[];
  /** Of a quarantined one, in a receipt: what the office decided about it. */
  state?: "open" | "released" | "dismissed";
  /** Of a blocked one: the record that it waits for. */
  on?: Parent;
  /** Of a duplicate: what the first answer was. */
  first?: ItemStatus;
  media?: string;
  [more: string]: unknown;
}

/** One line of `GET /sync/receipts`: the newest outcome of an operation and the hash of the bytes that came. */
export interface ReceiptLine extends ItemResult { sha256: string; received_at: string }

export interface PushAnswer {
  epoch?: string;
  server_time: string;
  processed_to: number;
  clock?: number;
  results: ItemResult[];
}

export interface Change { k: string; id: string; v?: number; d?: unknown; x?: 1; into?: string }

/** A block of numbers for one phone alone, both ends included; `exp` by the server's clock. */
export interface NumberLease { series: string; from: number; to: number; exp?: string | null }

export interface DigestAnswer { stale: boolean; kinds: Record<string, { count: number; sha256: string }> }

export interface PullPage {
  epoch: string;
  complete: boolean;
  cursor: string;
  server_time: string;
  acked_n: number;
  remove?: [kind: string, ids: string[]][];
  changes: Change[];
  leases?: NumberLease[];
  again?: boolean;
  next_after_ms?: number;
}

export interface Limits { push_ops: number; push_bytes: number; op_bytes: number; page_rows: number }

export interface Capabilities {
  protocols: string[];
  limits: Limits;
  features: string[];
  server_time: string;
  least_app_version?: string;
}

export interface Person { id: string; name: string; title?: string | null; role: string }

export type DeviceState = "pending" | "active" | "drain";

/** What a phone proves itself with; phones that were enrolled before they had keys have a `token` alone. */
export interface TokensAnswer {
  token: string;
  expires_at?: string;
  refresh_token?: string;
  state?: DeviceState;
  server_time: string;
}

export interface Enrolment extends TokensAnswer {
  device_id: string;
  match_code?: string | null;
  epoch: string;
  employee: Person;
  organisation: { id: string; name: string };
}

/** RFC 9457, as the server words it; members of single codes (`expected`, `reason`, `wipe`) ride along. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  code: string;
  detail?: string;
  request_id?: string;
  [more: string]: unknown;
}

// What the feed brings, by kind.

export interface CustomerData {
  type: string;
  code?: string | null;
  status?: string | null;
  owner_id?: string | null;
  route_ids?: string[];
  groups?: string[];
  tags?: string[];
  /** How an address of before July 2025 reads in the units of today. */
  address?: Record<string, unknown> | null;
  /** Fields that two people changed without knowing of each other, not settled yet. */
  open_conflicts?: number;
  fields: Answers;
}

export interface RouteStop { customer_id: string; seq: number; membership: "in" | "out"; note?: string | null }
export interface RouteData { name: string; description?: string | null; status: "active" | "stopped"; stops: RouteStop[] }

export interface AssignmentData {
  route_id: string;
  employee_id: string;
  valid_from: string;
  valid_to?: string | null;
  instruction?: string | null;
}

export type ReviewState = "received" | "has_issues" | "approved" | "rejected";

export interface SubmissionData {
  form: string;
  version: number;
  state: ReviewState;
  comment?: string | null;
  reviewed_at?: string | null;
  reviewer?: string | { id: string; name: string } | null;
  customer_id?: string | null;
  occurred_at: string;
  received_at: string;
  media?: { media_id: string; state: string }[];
  flags?: string[];
  /** The submission that it corrects, and the one that corrects it. */
  revises?: string | null;
  revised_by?: string | null;
  /** Of one that was sent back: what it said, for phones that do not hold it any more. */
  answers?: Answers | null;
  /** The record that it edited. */
  record?: { kind: string; id: string } | null;
}

export interface NotificationData {
  kind: string;
  title: LocalText;
  body?: string | null;
  link?: string | null;
  at: string;
  read_at?: string | null;
}

export interface EmployeeData { name: string; title?: string | null; role?: string | null; extension?: string | null }
export interface OrganisationData { name: string; hotline?: string | null; call_url?: string | null }

export interface TaskData {
  title: string;
  note?: string | null;
  kind: string;
  priority: "low" | "normal" | "high";
  state: "open" | "doing" | "done";
  result?: string | null;
  due_at: string;
  customer_id?: string | null;
  responsible_id: string;
  by: string;
  created_at: string;
  done_at?: string | null;
}

export interface NoteData { customer_id: string; text: string; by: string; at: string; edited_at?: string | null; mentions?: string[]; files?: string[] }

/** Rows that references offer: a name, and whatever the kind tells of it. */
export type NamedData = Record<string, unknown>;

export interface FeedKinds {
  customer: CustomerData;
  form: FormDefinition;
  route: RouteData;
  assignment: AssignmentData;
  submission: SubmissionData;
  notification: NotificationData;
  employee: EmployeeData;
  organisation: OrganisationData;
  choice_list: NamedData;
  customer_group: NamedData;
  tag: NamedData;
  update_set: NamedData;
  product: NamedData;
  price_list: NamedData;
  promotion: NamedData;
  order: NamedData;
  opportunity: NamedData;
  ticket: NamedData;
  task: TaskData;
  note: NoteData;
}
export type FeedKind = keyof FeedKinds;

/** The kinds that this SDK understands, with the version of each; a raised number back-fills. */
export const FEED_KINDS: Record<FeedKind, number> = {
  customer: 2, form: 1, route: 2, assignment: 1, submission: 1, notification: 1, employee: 1, organisation: 1,
  choice_list: 1, customer_group: 1, tag: 1, update_set: 1, product: 1, price_list: 1, promotion: 1, order: 1, opportunity: 1, ticket: 1, task: 1, note: 1,
};

/** `/geography/units.json`: units in force since 1 July 2025. Coordinates in degrees, WGS 84. */
export interface GeographyUnits {
  version: string;
  provinces: [code: string, name: string, lat: number, lon: number][];
  wards: [code: string, province: string, name: string, lat: number, lon: number][];
}
