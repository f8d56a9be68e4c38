/** What the screens know of each kind of record: its form, its icon, the line under its name. */
import type { KnownRecord } from "@tuyen/sdk";

import { isTextKey, type TextKey } from "../i18n";
import type { IconName } from "../parts/icons";

export const RECORD_KINDS = ["task", "ticket", "product", "price_list", "promotion", "route", "order", "opportunity"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

interface KindView {
  icon: IconName;
  /** The form that makes such records and in which they are edited; its right is asked for. */
  form?: (record: KnownRecord) => string;
  makes?: string[];
  searched: boolean;
}

export const KIND_VIEWS: Record<RecordKind, KindView> = {
  task: { icon: "task", form: () => "task.done", searched: false },
  ticket: { icon: "help", searched: false },
  product: { icon: "box", form: () => "product.profile", makes: ["product.profile"], searched: true },
  price_list: { icon: "money", form: () => "price.list", makes: ["price.list"], searched: true },
  promotion: { icon: "percent", form: () => "promotion.programme", makes: ["promotion.programme"], searched: true },
  route: { icon: "route", form: ({ d }) => ((d.kind ?? d.type) === "special" ? "route.special" : "route.setup"), makes: ["route.setup", "route.special"], searched: true },
  order: { icon: "cart", searched: true },
  opportunity: { icon: "bulb", searched: true },
};

export function isRecordKind(kind: string | undefined): kind is RecordKind {
  return RECORD_KINDS.some((each) => each === kind);
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** When it was asked for, made or written, in milliseconds; 0 where the row does not say. */
export function momentOf({ d }: KnownRecord): number {
  const told = [d.occurred_at, d.captured_at, d.at, d.opened_at, d.created_at, d.placed_at, d.effective_from].find((each) => typeof each === "string");
  return typeof told === "string" ? Date.parse(told) || 0 : 0;
}

/** What kind of order it is: a sale, a quotation; null for other records. */
export function orderKind({ d }: KnownRecord): TextKey | null {
  const key = `order.${textOf(d.kind)}`;
  return isTextKey(key) ? key : null;
}

/** The form that an order was made by. */
export function orderForm({ kind, channel }: KnownRecord["d"]): string {
  if (kind === "request" || kind === "quotation") return kind;
  if (kind === "order" && channel === null) return "order.quoted";
  return `${kind === "order" ? "order" : "sale"}.${channel === "tele" ? "tele" : "f2f"}`;
}

/** A quotation that nobody has answered by its last day. */
export function isExpired(day: string, { d }: KnownRecord): boolean {
  return d.kind === "quotation" && d.state === "sent" && typeof d.valid_until === "string" && d.valid_until < day;
}

/** What is still to be done by its deadline. */
export function isOverdue({ d }: KnownRecord, now = Date.now()): boolean {
  return typeof d.due_at === "string" && !["done", "resolved", "closed"].includes(textOf(d.state)) && Date.parse(d.due_at) < now;
}

/** A price list or a promotion holds from a day on and to a day, both included: what is in use need not hold on this one. */
export function outsideOf(day: string, { d }: KnownRecord): "upcoming" | "over" | null {
  const [first, last] = [textOf(d.effective_from).slice(0, 10), textOf(d.effective_to).slice(0, 10)];
  if (first > day) return "upcoming";
  return last && last < day ? "over" : null;
}
