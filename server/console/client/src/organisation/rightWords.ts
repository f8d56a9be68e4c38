import type { MessageKey } from "../i18n/vi";
import type { Translate } from "../i18n/translate";

const GROUPS: Record<string, MessageKey> = {
  field: "rights.group.field",
  customer: "rights.group.customer",
  visit: "rights.group.visit",
  route: "rights.group.route",
  selling: "rights.group.selling",
  people: "rights.group.people",
  organisation: "rights.group.organisation",
};

/** The heading of a group of rights; one that this console does not know yet names itself. */
export function groupLabel(group: string, t: Translate): string {
  const key = GROUPS[group];
  return key ? t(key) : group;
}
