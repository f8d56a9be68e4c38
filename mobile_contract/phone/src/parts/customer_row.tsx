import type { FormDefinition } from "@tuyen/sdk";

import type { CustomerItem } from "../data/context";
import { useSpeech } from "../i18n";
import { CUSTOMER_ICONS } from "./customer_icons";
import { Icon } from "./icons";

export { CUSTOMER_ICONS };

const TYPES_IN_ORDER = ["shop", "person", "organisation", "household"];

/** The kinds of profile in the order in which they are made most; other forms after them. */
export function byType(a: FormDefinition, b: FormDefinition): number {
  const place = (form: FormDefinition) => TYPES_IN_ORDER.indexOf(form.record?.type ?? "") + 1 || TYPES_IN_ORDER.length + 1;
  return place(a) - place(b) || a.key.localeCompare(b.key);
}

export function CustomerTile({ type }: { type: string }) {
  return <span className={`tile ${type}`}><Icon name={CUSTOMER_ICONS[type] ?? "user"} size={22} /></span>;
}

export function CustomerBody({ customer }: { customer: CustomerItem }) {
  const { t } = useSpeech();
  return (
    <>
      <CustomerTile type={customer.type} />
      <span className="body">
        <b className="one-line">{customer.name}</b>
        <span className="quiet one-line" style={{ display: "block" }}>{customer.address || customer.phone || "—"}</span>
      </span>
      {customer.viewed.pending && <span className="chip warn">{t("customers.pending")}</span>}
    </>
  );
}
