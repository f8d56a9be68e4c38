/** What waits, what was sent, what came back: the person's proof of work. */
import { useLiveQuery } from "dexie-react-hooks";

import { useFilmsWaiting } from "../data/films";
import { useData, useSync } from "../data/context";
import { isReturned, type HistoryItem } from "../data/history";
import { useSpeech, type TextKey } from "../i18n";
import { Empty, MainHead } from "../parts/frame";
import { HistoryRow } from "../parts/history_row";
import { Icon } from "../parts/icons";
import { engine, store } from "../services";

const SECTIONS: { title: TextKey; holds: (item: HistoryItem) => boolean }[] = [
  { title: "queue.waiting", holds: (item) => item.stage === "waiting" },
  { title: "queue.refused", holds: (item) => item.stage === "refused" },
  { title: "queue.returned", holds: isReturned },
  { title: "queue.sent", holds: (item) => !["waiting", "refused"].includes(item.stage) && !isReturned(item) },
];

const MOST_SENT = 100;

export function QueueScreen() {
  const { t } = useSpeech();
  const { history } = useData();
  return (
    <>
      <MainHead title={t("nav.queue")} />
      <main className="scroll" data-testid="queue">
        <SyncCard />
        {history.length === 0 && <Empty icon="queue" title={t("queue.none")}><p>{t("queue.none.hint")}</p></Empty>}
        {SECTIONS.map(({ title, holds }) => {
          const items = history.filter(holds);
          if (items.length === 0) return null;
          return (
            <section key={title} className="section" style={{ marginTop: 20 }} data-testid={title}>
              <h2>{t(title)} <span className="chip">{items.length}</span></h2>
              <ul className="card">{items.slice(0, MOST_SENT).map((item) => <li key={item.id}><HistoryRow item={item} /></li>)}</ul>
            </section>
          );
        })}
      </main>
    </>
  );
}

function SyncCard() {
  const { t, time } = useSpeech();
  const { history, media } = useData();
  const sync = useSync();
  const last = useLiveQuery(() => store.read("last_pull_at"));
  const waiting = history.filter((item) => item.stage === "waiting").length;
  const films = useFilmsWaiting();
  const pictures = media.filter((item) => item.state === "waiting").length - films;
  const busy = sync.phase !== "idle";
  return (
    <section className="card pad stack">
      <div style={{ display: "flex", gap: 12, alignItems: "center" }}>
        <span className={waiting + pictures ? "tile organisation" : "tile"}><Icon name={waiting + pictures ? "clock" : "check"} /></span>
        <div className="grow">
          <b data-testid="queue-summary">{waiting ? t("queue.kept", { n: waiting }) : pictures ? t("queue.kept.media", { n: pictures }) : t("queue.all_sent")}</b>
          {waiting > 0 && pictures > 0 && <p className="quiet">{t("queue.kept.media", { n: pictures })}</p>}
          {films > 0 && <p className="quiet" data-testid="films-wait">{t("queue.kept.films", { n: films })}</p>}
          <p className="quiet" data-testid="last-sync">{last ? t("queue.last", { time: time(last) }) : t("queue.never")}</p>
          {sync.nextTryAt && !busy && <p className="quiet">{t("queue.next", { time: time(sync.nextTryAt) })}</p>}
        </div>
      </div>
      <a className="button wide" href="#/receipts" data-testid="open-receipts"><Icon name="form" />{t("receipts.title")}</a>
      <button className="button soft wide" data-testid="sync-now" disabled={busy} onClick={() => void engine.request()}>
        <Icon name="sync" className={busy ? "spin" : undefined} />{t(busy ? "queue.syncing" : "queue.sync")}
      </button>
    </section>
  );
}
