/** How one record is named, by its kind and id. */
import { useCallback } from "react";

import { CUSTOMER_ICONS } from "../parts/customer_icons";
import type { Choice } from "./choice";
import { useData, type CustomerItem } from "./context";
import { unlessInHand, useKnown, type Known } from "./kinds";
import { orderKind } from "./kind_views";
import { useSpeech } from "../i18n";

export function useNames(kind: string): (id: string) => Choice | undefined {
  const { customers, employees, named } = useData();
  const known = useKnown(unlessInHand(kind));
  const orderOf = useOrderChoice();
  return (id) => {
    if (kind === "customer") return customerChoice(customers?.byId.get(named(id)));
    const employee = kind === "employee" ? employees.get(id) : undefined;
    if (employee) return { id, name: employee.name, detail: employee.title ?? undefined, icon: "user", tone: "plain" };
    const choice = known.byId.has(id) ? known.choices().find((each) => each.id === id) : undefined;
    return choice && kind === "order" ? orderOf(choice, known) : choice;
  };
}

/** An order as it is chosen: by what kind it is until the server has numbered it, with whose it is. */
export function useOrderChoice(): (choice: Choice, known: Known) => Choice {
  const { customers, named } = useData();
  const { t } = useSpeech();
  return useCallback((choice, known) => {
    const record = known.byId.get(choice.id);
    const of = record?.d.customer_id;
    const customer = typeof of === "string" ? customers?.byId.get(named(of))?.name : undefined;
    const name = typeof record?.d.code === "string" ? choice.name : t((record && orderKind(record)) ?? "records.order");
    return { ...choice, name, detail: [customer, choice.detail].filter(Boolean).join(" · ") || undefined, more: [...(choice.more ?? []), ...(customer ? [customer] : [])] };
  }, [customers, named, t]);
}

export function customerChoice(each: CustomerItem | undefined): Choice | undefined {
  return each && {
    id: each.id, name: each.name, detail: each.address || each.phone, icon: CUSTOMER_ICONS[each.type], tone: each.type,
    phone: each.phone, more: each.more, pending: each.viewed.v === null,
  };
}
