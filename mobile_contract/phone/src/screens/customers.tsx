/** All customers of this person: searched and scrolled without the network. */
import type { SearchIndex } from "@tuyen/sdk";
import { memo, useDeferredValue, useEffect, useMemo, useState } from "react";

import { useData, type CustomerItem } from "../data/context";
import { useSpeech, type TextKey } from "../i18n";
import { byType, CustomerBody, CUSTOMER_ICONS } from "../parts/customer_row";
import { Empty, MainHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { SearchBar } from "../parts/search_bar";
import { Sheet } from "../parts/sheet";
import { Windowed } from "../parts/windowed";
import { link } from "../router";

const TYPES: { type: string; text: TextKey }[] = [
  { type: "", text: "customers.all" }, { type: "shop", text: "customers.shop" }, { type: "person", text: "customers.person" },
  { type: "organisation", text: "customers.organisation" }, { type: "household", text: "customers.household" },
];

// The search outlives the screen: going into a customer and back finds the list as it was left.
const left = { query: "", type: "" };

export function CustomersScreen() {
  const { t, number } = useSpeech();
  const { customers } = useData();
  const [query, setQuery] = useState(left.query);
  const [type, setType] = useState(left.type);
  const [adding, setAdding] = useState(false);
  useEffect(() => void Object.assign(left, { query, type }), [query, type]);
  const asked = useDeferredValue(query);
  const index = customers?.index;
  useEffect(() => whenIdle(() => index?.prepare()), [index]);
  const found = useMemo(() => {
    const hits = customers ? searched(customers.index, asked) : [];
    return type ? hits.filter((item) => item.type === type) : hits;
  }, [customers, asked, type]);
  return (
    <>
      <MainHead title={t("nav.customers")} />
      <SearchBar value={query} onChange={setQuery} label={t("customers.search")} />
      <div className="filters" role="group" aria-label={t("nav.customers")} data-testid="filters" data-found-for={asked}>
        {TYPES.map((each) => (
          <button key={each.type} aria-pressed={type === each.type} onClick={() => setType(each.type)}>{t(each.text)}</button>
        ))}
      </div>
      {customers && found.length > 0 && <p className="faint count" data-testid="customer-count">{t("customers.count", { n: number(found.length) })}</p>}
      {customers && found.length === 0 ? (
        <main className="scroll">
          {asked || type
            ? <Empty icon="search" title={t("customers.nohit", { q: asked || t(TYPES.find((e) => e.type === type)?.text ?? "customers.all") })}><p>{t("customers.nohit.hint")}</p></Empty>
            : <Empty icon="people" title={t("customers.none")}><p>{t("customers.none.hint")}</p></Empty>}
        </main>
      ) : (
        <CustomerList found={found} remember={asked || type ? undefined : "customers"} />
      )}
      <button className="fab" data-testid="add-customer" onClick={() => setAdding(true)} aria-label={t("customers.new")}><Icon name="plus" />{t("customers.new")}</button>
      {adding && <AddCustomer onClose={() => setAdding(false)} />}
    </>
  );
}

/** A letter that is typed is shown before what it finds: until then the list stays as it is. */
const CustomerList = memo(function CustomerList({ found, remember }: { found: CustomerItem[]; remember: string | undefined }) {
  return (
    <Windowed items={found} rowHeight={72} keyOf={(item) => item.id} remember={remember} underButton testid="customers">
      {(item) => <CustomerRow customer={item} />}
    </Windowed>
  );
});

const CustomerRow = memo(function CustomerRow({ customer }: { customer: CustomerItem }) {
  return <a className="row" href={`#/${link("customers", customer.id)}`} data-testid="customer-row"><CustomerBody customer={customer} /></a>;
});

/** How long it took is seen in the browser's own tools, and by the bench. */
function searched(index: SearchIndex<CustomerItem>, asked: string): CustomerItem[] {
  const start = performance.now();
  const hits = index.find(asked);
  performance.measure("search", { start, end: performance.now(), detail: asked });
  return hits;
}

/** Do it while the phone has nothing else to do; returns how to call it off. */
function whenIdle(work: () => void): () => void {
  if (!("requestIdleCallback" in window)) return () => undefined;
  const handle = requestIdleCallback(work, { timeout: 3_000 });
  return () => cancelIdleCallback(handle);
}

function AddCustomer({ onClose }: { onClose: () => void }) {
  const { t, local } = useSpeech();
  const { forms } = useData();
  const profiles = [...forms.values()].filter((form) => form.record?.kind === "customer").sort(byType);
  return (
    <Sheet title={t("customers.new.title")} onClose={onClose}>
      <ul style={{ padding: "0 16px 24px" }}>
        {profiles.map((form) => (
          <li key={form.key} className="card">
            <a className="row" href={`#/${link("fill", form.key)}`} data-testid={`new-${form.key}`}>
              <span className={`tile ${form.record?.type}`}><Icon name={CUSTOMER_ICONS[form.record?.type ?? ""] ?? "form"} size={22} /></span>
              <span className="body"><b>{local(form.title)}</b></span><Icon name="next" size={20} />
            </a>
          </li>
        ))}
      </ul>
      {profiles.length === 0 && <Empty icon="form" title={t("forms.none")}><p>{t("forms.none.hint")}</p></Empty>}
    </Sheet>
  );
}
