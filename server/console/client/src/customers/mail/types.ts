/** E-mails to customers, as the API tells them. */
import type { Named } from "../../api/types";

export const REASONS = ["no_server", "unreachable", "busy", "address_refused", "login_refused", "refused"] as const;

export interface Email {
  id: string;
  employee: Named;
  to: string;
  reply_to: string | null;
  sender: string;
  subject: string;
  text: string;
  at: string;
  state: "queued" | "sent" | "failed";
  /** Why it was not handed over. */
  reason: (typeof REASONS)[number] | null;
  /** What the mail server said. */
  answer: string | null;
  tries: number;
}

export interface EmailPage {
  items: Email[];
  next: string | null;
  /** Whether e-mails can be sent at all. */
  mail_server: boolean;
}

export const MERGE_FIELDS = ["customer.name", "customer.code", "customer.address", "employee.name", "employee.phone", "organisation.name"] as const;

export interface EmailStart {
  addresses: { address: string; name: string }[];
  reply_to: string | null;
}

export interface EmailPreview {
  to: string;
  reply_to: string | null;
  sender: string;
  subject: string;
  text: string;
}

export interface EmailTemplate extends Named {
  subject: string;
  text: string;
}
