/** Buttons of a form: they call the customer or reckon a total; they answer nothing. */
import { dialled, exchangeLink, rowsOf, spokenNumber, type Total } from "@tuyen/sdk";
import { useState } from "react";

import { useData } from "../data/context";
import { useKnown } from "../data/kinds";
import { usePrices } from "../data/prices";
import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { useScope, type FieldControl } from "./control";

export function ButtonField(control: FieldControl) {
  switch (control.field.action) {
    case "call_sim":
      return <Call {...control} />;
    case "call_pbx":
      return <CallThroughExchange {...control} />;
    case "compute_total":
      return <ComputeTotal {...control} />;
    default:
      return null;
  }
}

/** The address of the organisation's own telephone exchange, as `exchangeLink` takes it; none where it has none. */
export function useExchange(): string | undefined {
  const told = useKnown("organisation").list[0]?.d.call_url;
  return typeof told === "string" && told ? told : undefined;
}

function usePhone({ around }: FieldControl): { known: boolean; phone: string } {
  const { customers, named } = useData();
  const customer = typeof around.customer === "string" ? customers?.byId.get(named(around.customer)) : undefined;
  return { known: customer !== undefined, phone: customer?.phone ?? "" };
}

function Call(control: FieldControl) {
  const { phone, known } = usePhone(control);
  return <CallLink control={control} known={known} phone={phone} href={`tel:${dialled(phone)}`} />;
}

function CallThroughExchange(control: FieldControl) {
  const { phone, known } = usePhone(control);
  const { exchange } = useScope();
  const { device, employees } = useData();
  const extension = employees.get(device.employee.id)?.extension;
  return exchange ? <CallLink control={control} known={known} phone={phone} href={exchangeLink(exchange, phone, extension)} /> : null;
}

function CallLink({ control: { field, name }, known, phone, href }: { control: FieldControl; known: boolean; phone: string; href: string | null }) {
  const { t, local } = useSpeech();
  const why = !known ? "call.who" : !phone ? "call.no_phone" : href === null ? "call.no_extension" : null;
  return (
    <>
      <a className="button soft wide" data-testid={`button-${name}`} aria-disabled={why !== null} href={why ? undefined : href ?? undefined}><Icon name="phone" size={20} />{local(field.label)}{phone && ` · ${spokenNumber(phone)}`}</a>
      {why && <p className="hint after">{t(why)}</p>}
    </>
  );
}

function ComputeTotal({ field, name, around }: FieldControl) {
  const { t, local } = useSpeech();
  const prices = usePrices();
  const [asked, setAsked] = useState(false);
  const lines = rowsOf(around.lines);
  const total = asked && prices ? prices.total(lines) : null;
  return (
    <div className="stack">
      <button type="button" className="button soft wide" data-testid={`button-${name}`} onClick={() => setAsked(true)}><Icon name="money" size={20} />{local(field.label)}</button>
      {asked && lines.length === 0 && <p className="quiet" role="status">{t("total.none")}</p>}
      {total && lines.length > 0 && <TotalCard total={total} />}
    </div>
  );
}

export function TotalCard({ total }: { total: Total }) {
  const { t, number } = useSpeech();
  const money = (value: number) => `${number(value)} ₫`;
  return (
    <div className="card total" role="status" data-testid="total">
      <dl>
        <div><dt>{t("total.goods")}</dt><dd>{money(total.net)}</dd></div>
        {total.tax > 0 && <div><dt>{t("total.taxes")}</dt><dd>{money(total.tax)}</dd></div>}
        <div className="sum"><dt>{t("total.sum")}</dt><dd data-testid="total-sum">{money(total.sum)}</dd></div>
      </dl>
      {total.unpriced > 0 && <p className="note warn"><Icon name="warn" size={20} />{t("total.unpriced", { n: total.unpriced })}</p>}
      <p className="faint">{t("total.note")}</p>
    </div>
  );
}
