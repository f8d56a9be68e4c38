/** What was done and is to be done with a customer, as the API tells it. */
import type { Bilingual, FieldChange, Named } from "../../api/types";

export const TIMELINE_KINDS = ["visit", "call", "note", "email", "task", "ticket", "order", "opportunity", "submission", "status", "merge"] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export interface TimelineEntry {
  id: string;
  at: string;
  received_at: string;
  kind: TimelineKind;
  subject?: { kind: string; id: string } | null;
  /** Of status and merge: customer.archive … */
  action?: string | null;
  form: string | null;
  title: string | Bilingual | null;
  employee: Named | null;
  submission_id: string | null;
  /** Review state of the submission; of a task or ticket its own. */
  state: string | null;
  flags?: string[];
  changes?: FieldChange[];
  media: string[];
  note: string | null;
}

export interface CustomerRef {
  id: string;
  name: string | null;
  kind: string | null;
}

export interface NoteFile {
  media_id: string;
  type: string;
  state: "awaiting" | "stored" | "ready" | "failed";
}

export interface Note {
  id: string;
  customer_id: string;
  text: string;
  employee: Named;
  at: string;
  edited_at: string | null;
  /** Whether the reader wrote it and may change it. */
  own: boolean;
  mentions: Named[];
  files: NoteFile[];
}

export const TASK_STATES = ["open", "doing", "done"] as const;
export type TaskState = (typeof TASK_STATES)[number];
export const PRIORITIES = ["low", "normal", "high"] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface Task {
  id: string;
  title: string;
  note: string | null;
  /** A value of the list of next actions, or free text. */
  kind: string;
  priority: Priority;
  state: TaskState;
  overdue: boolean;
  result: string | null;
  due_at: string;
  customer: CustomerRef | null;
  responsible: Named;
  created_by: Named;
  created_at: string;
  done_at: string | null;
  submission_id: string | null;
}

export const TICKET_STATES = ["open", "in_progress", "resolved", "closed"] as const;
export type TicketState = (typeof TICKET_STATES)[number];

export interface Ticket {
  id: string;
  code: string;
  customer: CustomerRef;
  problem: string | null;
  detail: string | null;
  state: TicketState;
  due_at: string;
  overdue: boolean;
  opened_by: Named;
  opened_at: string;
  responsible: Named;
  resolved_at: string | null;
  submission_id: string | null;
}

export interface Call {
  id: string;
  employee: Named;
  at: string;
  channel: "sim" | "pbx" | null;
  status: string | null;
  form: string | null;
  submission_id: string | null;
}
