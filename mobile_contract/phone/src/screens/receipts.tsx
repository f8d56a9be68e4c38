/** The person's proof: what was handed in, when, what the server made of it, and that it holds the very same bytes. */
import { useLiveQuery } from "dexie-react-hooks";
import { useEffect, useMemo, useState } from "react";

import { useData, useSync } from "../data/context";
import { confirmationOf, fieldNames, outcomeOf, receiptsOf, receiptsText, type ReceiptItem } from "../data/receipts";
import { localDay } from "../data/today";
import { useSpeech } from "../i18n";
import { Empty, SubHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { toast } from "../parts/toast";
import { link } from "../router";
import { engine, store } from "../services";

const MOST_SHOWN = 200;

export function ReceiptsScreen() {
  const speech = useSpeech();
  const { t } = speech;
  const { ops, forms, device } = useData();
  const [day, setDay] = useState<string | null>(localDay());
  const receipts = useLiveQuery(() => store.receipts.orderBy("created_at").reverse().toArray());
  const items = useMemo(() => receiptsOf(receipts ?? [], ops, day), [receipts, ops, day]);
  const title = useReceiptTitle();
  const { lastSuccessAt } = useSync();
  const unsealed = receipts?.filter((each) => !each.confirmed).length;
  // Somebody looks: ask the server now, and whenever there is news. Offline the phone's own copy is all that is needed.
  useEffect(() => void engine.askReceipts().catch(() => undefined), [unsealed, lastSuccessAt]);
  const share = async () => {
    const text = receiptsText(items, { person: device.employee.name, device: device.device_id }, title, forms, speech);
    if (navigator.share) return navigator.share({ text }).catch(() => undefined);
    await navigator.clipboard.writeText(text).then(() => toast(t("receipts.copied")), () => toast(t("receipts.not_copied"), "warn"));
  };
  return (
    <>
      <SubHead title={t("receipts.title")} home="queue">
        {items.length > 0 && <button className="icon-button" data-testid="share" aria-label={t("receipts.share")} onClick={() => void share()}><Icon name="share" /></button>}
      </SubHead>
      <main className="scroll" data-testid="receipts" style={{ paddingTop: 12 }}>
        <DayFilter day={day} choose={setDay} />
        {items.length > 0 && <p className="quiet count" data-testid="receipt-count">{t("receipts.count", { n: items.length })}</p>}
        {receipts && items.length === 0 && <Empty icon="form" title={t("receipts.none")}><p>{t("receipts.none.hint")}</p></Empty>}
        {items.length > 0 && <ul className="card">{items.slice(0, MOST_SHOWN).map((item) => <li key={item.key}><ReceiptRow item={item} title={title(item)} /></li>)}</ul>}
        <p className="faint" style={{ padding: "14px 4px" }}>{t("receipts.note")}</p>
      </main>
    </>
  );
}

function lastTwoDays(): [today: string, yesterday: string] {
  const now = new Date();
  return [localDay(now), localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))];
}

function DayFilter({ day, choose }: { day: string | null; choose: (day: string | null) => void }) {
  const { t } = useSpeech();
  const [today, yesterday] = lastTwoDays();
  return (
    <div className="filters" role="group" aria-label={t("receipts.day")} style={{ padding: "0 0 10px", flexWrap: "wrap" }}>
      <button aria-pressed={day === today} onClick={() => choose(today)}>{t("time.today")}</button>
      <button aria-pressed={day === yesterday} onClick={() => choose(yesterday)}>{t("time.yesterday")}</button>
      <button aria-pressed={day === null} data-testid="all-days" onClick={() => choose(null)}>{t("receipts.all")}</button>
      <input type="date" className="input" data-testid="day" aria-label={t("receipts.day")} max={today} value={day ?? ""}
        style={{ minHeight: 40, width: 158, padding: "4px 10px" }} onChange={(event) => choose(event.target.value || null)} />
    </div>
  );
}

function ReceiptRow({ item, title }: { item: ReceiptItem; title: string }) {
  const speech = useSpeech();
  const { t, local, time } = speech;
  const form = useData().forms.get(item.form ?? "");
  const { receipt } = item;
  const outcome = outcomeOf(receipt, speech, fieldNames(form, speech));
  const confirmed = confirmationOf(receipt);
  return (
    <details className="receipt" data-testid="receipt-row" data-outcome={receipt?.result.s ?? "waiting"}>
      <summary className="row" style={{ alignItems: "flex-start" }}>
        <span className="body">
          <b>{title}</b>
          <span className="quiet">{local(form?.title) || item.form} · {time(item.at)} · #{item.n}</span>
          <span className="chips">
            <span className={`chip ${outcome.tone}`} data-testid="outcome">{outcome.text}</span>
            {confirmed !== "none" && (
              <span className={`chip ${confirmed === "same" ? "good" : confirmed === "different" ? "bad" : ""}`} data-testid="seal" data-state={confirmed}>
                <Icon name={confirmed === "same" ? "check" : confirmed === "different" ? "warn" : "clock"} size={14} />{t(`receipts.seal.${confirmed}`)}
              </span>
            )}
          </span>
          {outcome.more && <span className="quiet" style={{ marginTop: 6 }} data-testid="outcome-more">{outcome.more}</span>}
        </span>
        <Icon name="down" size={20} />
      </summary>
      <dl className="facts quiet">
        {receipt && <div><dt>{t("receipts.answered")}</dt><dd>{time(receipt.answered_at)}</dd></div>}
        {receipt && <div><dt>{t("receipts.sent.sha")}</dt><dd className="hash" data-testid="sha-sent">{receipt.sha256}</dd></div>}
        {receipt?.confirmed && <div><dt>{t("receipts.server.sha", { time: time(receipt.confirmed.received_at) })}</dt><dd className="hash" data-testid="sha-confirmed">{receipt.confirmed.sha256}</dd></div>}
        <div><a href={`#/${link("queue", item.id)}`}>{t("receipts.open")}</a></div>
      </dl>
    </details>
  );
}

/** Whom it is about: as it is called now, or as it was called when it was handed in. */
function useReceiptTitle(): (item: ReceiptItem) => string {
  const { local } = useSpeech();
  const { customers, forms, named } = useData();
  return ({ about, name, form }) =>
    customers?.byId.get(named(about ?? ""))?.name ?? name ?? (local(forms.get(form ?? "")?.title) || (form ?? ""));
}
