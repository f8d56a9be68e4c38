/** Records of selling and of work with customers, as the console reads them (/api/v1). Money is whole đồng. */
import type { Values } from "./formTypes";
import type { Named } from "./types";

export type InUse = "active" | "stopped";

export interface Price {
  price: number;
  unit_qty: number;
  unit_name: string | null;
  tax_percent: number;
  fee: number;
  price_list_id: string | null;
}

export interface NamedProduct extends Named {
  code: string | null;
}

export interface Product extends NamedProduct {
  group: string | null;
  subgroup: string | null;
  unit: string | null;
  packaging_state: string | null;
  status: InUse;
  price_now: Price | null;
  updated_at: string;
}

/** What each record tells besides: the answers of its form, and who made it. */
export interface Made {
  fields: Values;
  created_by: Named | null;
  created_at: string;
  version?: number;
}

export interface ProductDetail extends Product, Made {
  parts: (NamedProduct & { qty: number })[];
}

export interface PriceList extends Named {
  status: InUse;
  effective_from: string | null;
  effective_to: string | null;
  in_force: boolean;
  line_count: number;
  updated_at: string;
}

export interface PriceLine extends Omit<Price, "price_list_id"> {
  product: NamedProduct;
}

export interface PriceListDetail extends PriceList, Made {
  lines: PriceLine[];
}

export interface Promotion extends NamedProduct {
  status: InUse;
  effective_from: string | null;
  effective_to: string | null;
  running: boolean;
  mode: string | null;
  updated_at: string;
}

export interface PromotionDetail extends Promotion, Made {
  products: NamedProduct[];
}

export const ORDER_KINDS = ["sale", "order", "request", "quotation"] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];
export const ORDER_STATES = ["draft", "sent", "approved", "delivering", "done", "cancelled", "returned", "open", "answered", "closed", "accepted", "declined"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** A customer that another record names; nothing more of one that the reader may not see. */
export interface CustomerRef {
  id: string;
  name: string | null;
  kind: string | null;
}

export interface Order {
  id: string;
  code: string;
  kind: OrderKind;
  /** Null where it was taken neither at a call nor at a meeting. */
  channel: "tele" | "f2f" | null;
  state: OrderState;
  customer: CustomerRef;
  owner: Named;
  submission_id: string;
  net: number;
  tax: number;
  total: number;
  delivery_time: string | null;
  /** The last day of a quotation; one that nobody has answered by then is expired. */
  valid_until: string | null;
  expired: boolean;
  convertible: boolean;
  captured_at: string;
  updated_at: string;
}

export interface OrderLine {
  product: NamedProduct;
  qty: number;
  unit_name: string | null;
  unit_qty: number | null;
  /** Without tax, for `unit_qty` units; null where the product had no price. */
  price: number | null;
  net: number;
  tax: number;
  amount: number;
}

export interface OrderMove {
  from_state: OrderState;
  to_state: OrderState;
  note: string | null;
  by: Named;
  at: string;
}

export interface OrderLink {
  id: string;
  code: string;
  kind: OrderKind;
  state: OrderState;
}

export interface OrderDetail extends Order {
  converted_from: OrderLink | null;
  became: OrderLink[];
  /** What can be made of it now. */
  becomes: ("quotation" | "order")[];
  fields: Values;
  lines: OrderLine[];
  moves: OrderMove[];
  next_states: OrderState[];
}

export const TASK_STATES = ["open", "doing", "done"] as const;
export type TaskState = (typeof TASK_STATES)[number];

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
  updated_at: string;
  submission_id: string;
}

export interface TicketDetail extends Ticket {
  solution: string | null;
  result: string | null;
  products: string[];
  employees: Named[];
  media: string[];
  comments: { id: string; text: string; state: TicketState | null; employee: Named; at: string }[];
}

export interface Step extends Named {
  outcome: "open" | "won" | "lost";
  /** Percent. */
  probability: number;
}

export interface Opportunity {
  id: string;
  code: string;
  channel: "tele" | "f2f";
  customer: CustomerRef;
  owner: Named;
  step: Step;
  process_id: string;
  submission_id: string;
  /** Đồng without tax. */
  expected_value: number;
  potential: string | null;
  contact_from: string | null;
  contact_to: string | null;
  captured_at: string;
  closed_at: string | null;
  updated_at: string;
}

export interface OpportunityDetail extends Opportunity {
  fields: Values;
  items: { product: NamedProduct; qty: number; delivery_frequency: string | null; price: number | null; amount: number }[];
  moves: { from_step: Named; to_step: Named; note: string | null; by: Named; at: string }[];
}

export interface Process extends Named {
  is_default: boolean;
  steps: (Step & { count: number; expected_value: number })[];
}
