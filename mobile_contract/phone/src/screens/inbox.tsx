/** Messages of the supervisor and the office. */
import { markRead, type Viewed } from "@tuyen/sdk";

import { useData } from "../data/context";
import { useSpeech } from "../i18n";
import { Empty, SubHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { go, link } from "../router";
import { engine, store } from "../services";

export function Inbox() {
  const { t } = useSpeech();
  const { notifications } = useData();
  return (
    <>
      <SubHead title={t("nav.inbox")} home="today" />
      <main className="scroll" style={{ paddingTop: 16 }} data-testid="inbox">
        {notifications.length === 0
          ? <Empty icon="bell" title={t("inbox.none")}><p>{t("inbox.none.hint")}</p></Empty>
          : <ul className="card">{notifications.map((item) => <li key={item.id}><Notice item={item} /></li>)}</ul>}
      </main>
    </>
  );
}

function Notice({ item }: { item: Viewed<"notification"> }) {
  const { t, local, time } = useSpeech();
  const { history, customers } = useData();
  const unread = !item.d.read_at;
  const target = targetOf(item.d.link, (id) => history.some((each) => each.id === id), (id) => Boolean(customers?.byId.has(id)));
  const open = async () => {
    if (unread) await markRead(store, item.id);
    void engine.request();
    if (target) go(target);
  };
  return (
    <button className="row" style={{ alignItems: "flex-start" }} onClick={() => void open()} data-testid="notice" data-unread={unread}>
      <span className={unread ? "tile" : "tile plain"}><Icon name={item.d.kind.includes("review") ? "reply" : "bell"} size={22} /></span>
      <span className="body">
        <b style={{ fontWeight: unread ? 600 : 400 }}>{local(item.d.title)}</b>
        {item.d.body && <span className="quiet" style={{ display: "block" }}>{item.d.body}</span>}
        <span className="faint">{time(item.d.at)}</span>
      </span>
      {unread && <span className="unread-dot" role="img" aria-label={t("inbox.unread")} />}
    </button>
  );
}

/** The screen of this phone that shows what a notice is about, if it has one. */
function targetOf(to: string | null | undefined, submission: (id: string) => boolean, customer: (id: string) => boolean): string | null {
  const [, kind, id] = /^\/(submissions|customers|routes)\/([\w-]+)/.exec(to ?? "") ?? [];
  if (kind === "submissions" && id && submission(id)) return link("queue", id);
  if (kind === "customers" && id && customer(id)) return link("customers", id);
  return kind === "routes" ? "today" : null;
}
