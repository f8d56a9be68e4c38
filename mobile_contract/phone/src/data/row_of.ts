import type { FormDefinition } from "@tuyen/sdk";
import { useCallback } from "react";

import { useData } from "./context";
import { useKnown } from "./kinds";

/** The data of the row that a reference names, for what a form takes from it: a customer, or an order. */
export function useRowOf(form: FormDefinition | undefined): (kind: string, id: string) => unknown {
  const { customers, named } = useData();
  const takes = form?.fields.some((field) => field.of === "order" && form.fields.some(({ prefill }) => prefill?.startsWith(`${field.name}.`)));
  const orders = useKnown(takes ? "order" : null);
  return useCallback((kind, id) => {
    if (kind === "order") return orders.byId.get(id)?.d;
    return kind === "customer" ? customers?.byId.get(named(id))?.viewed.d : undefined;
  }, [customers, named, orders]);
}
