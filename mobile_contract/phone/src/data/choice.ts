/** What a reference offers: a record as one line of a list. */
import type { KnownRecord, LocalText } from "@tuyen/sdk";

import type { IconName } from "../parts/icons";

export interface Choice {
  id: string;
  name: string;
  detail?: string;
  icon?: IconName;
  tone?: string;
  phone?: string;
  more?: string[];
  /** Made on this phone and not yet on the server's word. */
  pending?: boolean;
}

const ICONS: Record<string, IconName> = {
  product: "box", route: "route", promotion: "percent", price_list: "money", tag: "tag", update_set: "list", order: "cart",
  opportunity: "bulb", ticket: "help", employee: "user",
};

const text = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

/** A text in both languages or in one, as it is searched and shown in lists. */
export function vietnamese(value: unknown): string {
  return value && typeof value === "object" && "vi" in value ? text((value as LocalText).vi) : text(value);
}

const DETAILS: Record<string, (d: Record<string, unknown>) => string> = {
  product: (d) => [text(d.code), typeof d.price === "number" ? `${d.price.toLocaleString("vi-VN")} ₫` : ""].filter(Boolean).join(" · "),
  promotion: (d) => text(d.code),
  order: (d) => (typeof d.total === "number" ? `${d.total.toLocaleString("vi-VN")} ₫` : ""),
  ticket: (d) => text(d.code),
};

export function choiceOf(kind: string, { id, d, pending }: KnownRecord): Choice {
  return {
    id, name: vietnamese(d.name) || vietnamese(d.title) || text(d.code) || "—", detail: DETAILS[kind]?.(d) || undefined,
    icon: ICONS[kind], tone: "plain", more: [text(d.code), vietnamese(d.group_name), vietnamese(d.group)], pending,
  };
}
