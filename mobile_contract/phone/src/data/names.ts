/** How one record is named, by its kind and id. */
import { CUSTOMER_ICONS } from "../parts/customer_icons";
import type { Choice } from "./choice";
import { useData, type CustomerItem } from "./context";
import { unlessInHand, useKnown } from "./kinds";

export function useNames(kind: string): (id: string) => Choice | undefined {
  const { customers, employees, named } = useData();
  const known = useKnown(unlessInHand(kind));
  return (id) => {
    if (kind === "customer") return customerChoice(customers?.byId.get(named(id)));
    const employee = kind === "employee" ? employees.get(id) : undefined;
    if (employee) return { id, name: employee.name, detail: employee.title ?? undefined, icon: "user", tone: "plain" };
    return known.byId.has(id) ? known.choices().find((choice) => choice.id === id) : undefined;
  };
}

export function customerChoice(each: CustomerItem | undefined): Choice | undefined {
  return each && {
    id: each.id, name: each.name, detail: each.address || each.phone, icon: CUSTOMER_ICONS[each.type], tone: each.type,
    phone: each.phone, more: each.more, pending: each.viewed.v === null,
  };
}
