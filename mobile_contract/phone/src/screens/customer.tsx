/** One customer: reach him, go to him, fill in a form about him, see what was done. */
import { useData, type CustomerItem } from "../data/context";
import { useSpeech } from "../i18n";
import { AnswerText } from "../parts/answer";
import { Empty, SubHead } from "../parts/frame";
import { HistoryRow } from "../parts/history_row";
import { Icon } from "../parts/icons";
import { Strip } from "../parts/strip";
import { isEmpty } from "@tuyen/sdk";
import { link } from "../router";
import { useAlias } from "../data/alias";

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
  return <Customer customer={customer} />;
}

function Customer({ customer }: { customer: CustomerItem }) {
  const { t, local } = useSpeech();
  const { forms, history } = useData();
  const profile = forms.get(`customer.${customer.type}`);
  const own = history.filter((item) => item.customerId === customer.id);
  return (
    <>
      <SubHead title={customer.name} eyebrow={profile?.record?.type ? t(typeText(customer.type)) : undefined} home="customers">
        <a className="icon-button" href={`#/${link("fill", `customer.${customer.type}`)}?edit=${customer.id}`} data-testid="edit-customer" aria-label={t("customer.edit")}><Icon name="edit" /></a>
      </SubHead>
      <main className="scroll" style={{ paddingTop: 14 }} data-testid="customer">
        <Strip />
        <Actions customer={customer} />
        {customer.viewed.pending && <p className="note warn" style={{ marginTop: 12 }}><Icon name="clock" size={20} />{t("customer.pending")}</p>}
        {(customer.viewed.d.open_conflicts ?? 0) > 0 && <p className="note warn" style={{ marginTop: 12 }} data-testid="in-conflict"><Icon name="warn" size={20} />{t("customer.conflict")}</p>}
        <section className="section" style={{ marginTop: 20 }}>
          <h2>{t("customer.profile")}</h2>
          <dl className="card facts" data-testid="facts">
            {profile?.fields.filter((field) => !isEmpty(customer.viewed.d.fields[field.name])).map((field) => (
              <div key={field.name}><dt>{local(field.label)}</dt><dd><AnswerText field={field} value={customer.viewed.d.fields[field.name]} /></dd></div>
            ))}
            {customer.viewed.d.code && <div><dt>{t("customer.code")}</dt><dd>{customer.viewed.d.code}</dd></div>}
            {Object.keys(customer.viewed.d.fields).length === 0 && <div className="quiet">{t("customer.empty")}</div>}
          </dl>
        </section>
        <section className="section" style={{ marginTop: 20 }}>
          <h2>{t("customer.history")}</h2>
          {own.length === 0
            ? <p className="quiet" style={{ padding: "0 4px" }}>{t("customer.history.none")}</p>
            : <ul className="card">{own.map((item) => <li key={item.id}><HistoryRow item={item} withoutCustomer /></li>)}</ul>}
        </section>
      </main>
    </>
  );
}

function typeText(type: string) {
  return type === "organisation" ? "customers.organisation" : type === "shop" ? "customers.shop"
    : type === "household" ? "customers.household" : "customers.person";
}

function Actions({ customer }: { customer: CustomerItem }) {
  const { t } = useSpeech();
  const target = customer.gps ? `${customer.gps.lat},${customer.gps.lon}` : customer.fullAddress;
  return (
    <div className="actions">
      <a className="primary" href={`#/fill/interaction.f2f?customer=${customer.id}`} data-testid="visit-customer"><Icon name="pin" />{t("customer.visit")}</a>
      <a href={`#/fill/interaction.tele?customer=${customer.id}`} data-testid="log-call"><Icon name="edit" />{t("customer.tele")}</a>
      <a href={customer.phone ? `tel:${customer.phone.replace(/[^\d+]/g, "")}` : undefined} aria-disabled={!customer.phone} data-testid="call"><Icon name="phone" />{t("customer.call")}</a>
      <a href={target ? `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(target)}` : undefined} target="_blank" rel="noreferrer"
        aria-disabled={!target} data-testid="directions"><Icon name="route" />{t("customer.directions")}</a>
    </div>
  );
}
