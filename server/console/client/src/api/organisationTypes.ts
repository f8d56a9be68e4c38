/** Answers about the organisation, its people, rights and history (/api/v1), as the console reads them. */
import type { Bilingual, Named } from "./types";

export interface HelpHotline {
  label: string;
  phone: string;
  /** HH:MM in the organisation's time zone. */
  opens: string;
  closes: string;
  /** ISO week days: 1 is Monday. */
  days: number[];
}

export const GUIDE_KINDS = ["guide", "faq", "video"] as const;
export type GuideKind = (typeof GUIDE_KINDS)[number];

export interface HelpGuide {
  title: string;
  url: string;
  kind: GuideKind;
}

export const CHANNEL_KINDS = ["hotline", "fanpage", "zalo", "email", "youtube", "ticket", "remote"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export interface HelpChannel {
  kind: ChannelKind;
  label: string;
  url: string;
}

export interface Help {
  hotlines: HelpHotline[];
  guides: HelpGuide[];
  channels: HelpChannel[];
}

export interface HelpNow extends Partial<Help> {
  open_now?: boolean;
}

export const STEPS = ["branch", "department", "employee", "invite", "phone", "customer", "route", "visit"] as const;
export type StepKey = (typeof STEPS)[number];

export interface Organisation extends Named {
  hotline: string | null;
  call_url: string | null;
  timezone: string;
  help: Partial<Help> | null;
  created_at: string;
  steps: { key: StepKey; done: boolean }[];
}

export const RINGS = ["app_and_web", "forward"] as const;
export type Ring = (typeof RINGS)[number];

/** An extension of the telephone exchange with who has it; `stopped_at` where it is in use no more. */
export interface Extension {
  id: string;
  employee: Named;
  number: string;
  ring: Ring;
  forward_to: string[];
  issued_at: string;
  stopped_at: string | null;
}

export interface Extensions {
  items: Extension[];
  /** How many digits those in use have; null while there is none. */
  length: number | null;
}

/** How one calls through the exchange oneself. */
export interface OwnLine {
  call_url: string | null;
  extension: string | null;
}

export interface Branch extends Named {
  archived?: boolean;
}

export interface DepartmentTitle extends Named {
  people: number;
  archived?: boolean;
}

export interface Department extends Named {
  archived: boolean;
  people: number;
  titles: DepartmentTitle[];
}

export type Grants = Record<string, boolean>;

export interface RightVerb {
  verb: string;
  group: string;
  vi: string;
  en: string;
  /** Whether the reader himself holds the right and so may hand it on. */
  grantable: boolean;
}

export interface RightSubject extends Named {
  grants: Grants;
}

export interface RightDepartment extends RightSubject {
  titles: RightSubject[];
}

export interface Rights {
  verbs: RightVerb[];
  departments: RightDepartment[];
}

export interface Person extends Named {
  title: string | null;
  title_id: string;
  department: string | null;
  department_id: string;
  manager_id: string | null;
  branch_id: string | null;
  code: string | null;
  email: string | null;
  phone: string | null;
  state: "active" | "left";
  depth: number;
  login: string | null;
  invited_until: string | null;
}

/** One person with the function rights that hold for him now, and his teams. */
export interface PersonDetail extends Person {
  rights: string[];
  teams: Named[];
}

export interface ChartPerson extends Named {
  title: string | null;
  manager_id: string | null;
  state: string;
  children: number;
}

export interface Invitation {
  url: string;
  qr_svg: string;
  expires_at: string;
}

export interface ImportRow {
  row: number;
  action: "create" | "update" | "skip";
  name: string | null;
  problems: (Bilingual & { code: string })[];
}

export interface ImportResult {
  rows: ImportRow[];
  created: number;
  updated: number;
  skipped: number;
}

export interface Team extends Named {
  leader: Named;
  members: Named[];
  archived?: boolean;
}

export interface Pool extends Named {
  managers: Named[];
  customers: number;
  archived?: boolean;
}

export interface CustomerSet extends Named {
  count: number;
}

export type ShareLevel = "view" | "edit";

export interface Share {
  id: string;
  customer: Named | null;
  set: (Named & { count: number }) | null;
  receiver: Named & { kind: "employee" | "team" };
  level: ShareLevel;
  expires_at: string | null;
  granted_by: Named | null;
  granted_at: string;
}

export interface WhyReason {
  kind: "own" | "below" | "team" | "share" | "route" | "pool" | "all";
  text_vi: string;
  text_en: string;
  via: Named[];
  until?: string | null;
}

export interface HistoryEntry {
  n: number;
  at: string;
  action: string;
  kind: string | null;
  record_id: string | null;
  label: string | null;
  employee: Named | null;
  device: Named | null;
  ip?: string | null;
  request_id: string | null;
  detail: Record<string, unknown> | null;
}

export interface HistoryPage {
  items: HistoryEntry[];
  next?: string | null;
}
