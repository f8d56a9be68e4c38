/** Flags of submissions in words: what to look at, and at which field of the form. */
import type { FormField } from "../api/types";
import type { MessageKey } from "../i18n/vi";
import type { Lookup } from "./answers";

const WORDS: Record<string, MessageKey> = {
  no_fix: "flag.no_fix",
  no_pin: "flag.no_pin",
  far_from_pin: "flag.far_from_pin",
  poor_accuracy: "flag.poor_accuracy",
  mock_location: "flag.mock_location",
  clock_skew: "flag.clock_skew",
  customer_not_visible: "flag.customer_not_visible",
  route_stopped: "flag.route_stopped",
  field_missing: "flag.field_missing",
  field_invalid: "flag.field_invalid",
  field_unknown: "flag.field_unknown",
  rule_broken: "flag.rule_broken",
  calculated_differs: "flag.calculated",
  revises_another: "flag.revises",
  address_not_kept: "flag.address_not_kept",
  task_deleted: "flag.task_deleted",
  task_view_only: "flag.task_moved",
  task_not_visible: "flag.task_moved",
  orphan: "flag.orphan",
  rules_unchecked: "flag.rules_unchecked",
  total_differs: "flag.total_differs",
  price_missing: "flag.price_missing",
  quotation_expired: "flag.quotation_expired",
  order_converted: "flag.order_converted",
  order_not_convertible: "flag.order_not_convertible",
  customer_differs: "flag.customer_differs",
  duplicate_phone: "flag.duplicate",
  duplicate_name_phone: "flag.duplicate",
  duplicate_name_email: "flag.duplicate",
  duplicate_name_near: "flag.duplicate",
};

/** What records of any kind have in common: `order_not_visible`, `product_view_only`. */
const OF_ANY_KIND: [suffix: string, words: MessageKey][] = [
  ["_not_visible", "flag.not_visible"],
  ["_view_only", "flag.view_only"],
];

/** The words for a flag's code; a code may go on with `:` and a field's path. */
export function flagKey(code: string): MessageKey {
  const head = code.split(":")[0] ?? code;
  return WORDS[head] ?? OF_ANY_KIND.find(([suffix]) => head.endsWith(suffix))?.[1] ?? "flag.other";
}

/** "Sản phẩm #3 › Số lượng" for the path `lines/2/qty`; names that the form does not know stay as they are. */
export function pathText(path: string, fields: readonly FormField[], { say }: Pick<Lookup, "say">): string {
  const parts: string[] = [];
  let level = fields;
  for (const step of path.split("/")) {
    if (/^\d+$/.test(step) && parts.length > 0) {
      parts[parts.length - 1] += ` #${Number(step) + 1}`;
      continue;
    }
    const field = level.find(({ name }) => name === step);
    parts.push((field && say(field.label)) || step);
    level = field?.fields ?? [];
  }
  return parts.join(" › ");
}

/** "Thiếu ô bắt buộc: Số điện thoại". */
export function flagText(code: string, fields: readonly FormField[], lookup: Pick<Lookup, "say" | "t">): string {
  const [head = code, ...rest] = code.split(":");
  const words = lookup.t(flagKey(head));
  const path = rest.join(":");
  return path === "" ? words : `${words}: ${pathText(path, fields, lookup)}`;
}
