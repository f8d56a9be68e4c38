/** One customer: reach him, go to him, fill in a form about him, see what the phone knows of him. */
import { spokenNumber, type FormDefinition } from "@tuyen/sdk";
import { useState } from "react";

import { useAlias } from "../data/alias";
import { vietnamese } from "../data/choice";
import { useData, type CustomerItem } from "../data/context";
import { useKnown } from "../data/kinds";
import { useForms } from "../data/rights";
import { useSpeech } from "../i18n";
import { useStateText } from "../parts/answer";
import { Empty, SubHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { Sheet } from "../parts/sheet";
import { Strip } from "../parts/strip";
import { link } from "../router";
import { CustomerInfo, CustomerTab, TABS, useCustomerRecords, type Tab } from "./customer_tabs";
import { FormRow } from "./forms";
import "../styles/records.css";

export function CustomerScreen({ id }: { id: string }) {
  const { t } = useSpeech();
  const { customers } = useData();
  const alias = useAlias("customer", id);
  const customer = customers?.byId.get(id) ?? customers?.byId.get(alias ?? "");
  if (!customers) return <SubHead title="" home="customers" />;
  if (!customer) {
    return (
      <><SubHead title={t("nav.customers")} home="customers" />
        <main className="scroll"><Empty icon="people" title={t("customer.missing")}><p>{t("customer.missing.hint")}</p></Empty></main></>
    );
  }
  return <Customer key={customer.id} customer={customer} />;
}

function Customer({ customer }: { customer: CustomerItem }) {
  const { t } = useSpeech();
  const { forms } = useData();
  const [tab, setTab] = useState<Tab>("info");
  const records = useCustomerRecords(customer);
  const profile = forms.get(`customer.${customer.type}`);
  return (
    <>
      <SubHead title={customer.name} eyebrow={profile?.record?.type ? t(typeText(customer.type)) : undefined} home="customers">
        <a className="icon-button" href={`#/${link("fill", `customer.${customer.type}`)}?edit=${customer.id}`} data-testid="edit-customer" aria-label={t("customer.edit")}><Icon name="edit" /></a>
      </SubHead>
      <main className="scroll" style={{ paddingTop: 14 }} data-testid="customer">
        <Strip />
        <Marks customer={customer} />
        <Actions customer={customer} />
        {customer.viewed.pending && <p className="note warn" style={{ marginTop: 12 }}><Icon name="clock" size={20} />{t("customer.pending")}</p>}
        {(customer.viewed.d.open_conflicts ?? 0) > 0 && <p className="note warn" style={{ marginTop: 12 }} data-testid="in-conflict"><Icon name="warn" size={20} />{t("customer.conflict")}</p>}
        <div className="tabs" role="tablist" aria-label={customer.name}>
          {TABS.map((each) => {
            const count = records.count(each);
            return (
              <button key={each} role="tab" aria-selected={tab === each} data-testid={`tab-${each}`} onClick={() => setTab(each)}>
                {t(each === "info" ? "customer.tab.info" : each === "timeline" ? "customer.tab.timeline" : `records.${each}`)}{count > 0 && ` ${count}`}
              </button>
            );
          })}
        </div>
        {tab === "info" ? <CustomerInfo customer={customer} profile={profile} /> : <CustomerTab tab={tab} records={records} />}
      </main>
    </>
  );
}

/** Where he stands and what he is tagged with. */
function Marks({ customer }: { customer: CustomerItem }) {
  const said = useStateText();
  const tags = useKnown("tag");
  const known = useKnown("customer_group");
  const { status, code, tags: held, groups } = customer.viewed.d;
  if (!status && !held?.length && !groups?.length && !code) return null;
  return (
    <div className="chips marks" data-testid="marks">
      {status && <span className="chip good" data-testid="status">{said("status", status)}</span>}
      {code && <span className="chip">{code}</span>}
      {held?.map((id) => {
        const tag = tags.byId.get(id)?.d as { name?: string; colour?: string } | undefined;
        return tag && <span key={id} className="chip" data-testid="tag"><i className="dot" style={{ background: tag.colour }} />{tag.name}</span>;
      })}
      {groups?.map((id) => <span key={id} className="chip info" data-testid="group">{vietnamese(known.byId.get(id)?.d.name) || "…"}</span>)}
    </div>
  );
}

function typeText(type: string) {
  return type === "organisation" ? "customers.organisation" : type === "shop" ? "customers.shop"
    : type === "household" ? "customers.household" : "customers.person";
}

function Actions({ customer }: { customer: CustomerItem }) {
  const { t } = useSpeech();
  const [more, setMore] = useState(false);
  const target = customer.gps ? `${customer.gps.lat},${customer.gps.lon}` : customer.fullAddress;
  return (
    <>
      <div className="actions five">
        <a className="primary" href={`#/fill/interaction.f2f?customer=${customer.id}`} data-testid="visit-customer"><Icon name="pin" />{t("customer.visit")}</a>
        <a href={`#/fill/interaction.tele?customer=${customer.id}`} data-testid="log-call"><Icon name="edit" />{t("customer.tele")}</a>
        <a href={customer.phone ? `tel:${customer.phone.replace(/[^\d+]/g, "")}` : undefined} aria-disabled={!customer.phone} data-testid="call" aria-label={customer.phone ? `${t("customer.call")} ${spokenNumber(customer.phone)}` : t("customer.call")}><Icon name="phone" />{t("customer.call")}</a>
        <a href={target ? `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(target)}` : undefined} target="_blank" rel="noreferrer"
          aria-disabled={!target} data-testid="directions"><Icon name="route" />{t("customer.directions")}</a>
        <button onClick={() => setMore(true)} data-testid="more-forms"><Icon name="form" />{t("customer.forms")}</button>
      </div>
      {more && <MoreForms customer={customer} onClose={() => setMore(false)} />}
    </>
  );
}

/** Every form about a customer that the person may hand in, with this customer in it. */
function MoreForms({ customer, onClose }: { customer: CustomerItem; onClose: () => void }) {
  const { t } = useSpeech();
  const forms = (useForms() ?? []).filter(isAboutCustomer);
  return (
    <Sheet title={t("customer.more_forms")} tall onClose={onClose}>
      <div className="scroll">
        <ul className="card">{forms.map((form) => <li key={form.key}><FormRow form={form} href={`#/${link("fill", form.key)}?customer=${customer.id}`} /></li>)}</ul>
      </div>
    </Sheet>
  );
}

function isAboutCustomer(form: FormDefinition): boolean {
  return form.record?.kind !== "customer" && form.fields.some((field) => field.name === "customer" && field.type === "ref");
}
