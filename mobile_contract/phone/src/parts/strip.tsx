/** One line that says whether there is a network, what is kept on the phone and what waits. */
import { useLiveQuery } from "dexie-react-hooks";
import { useSyncExternalStore } from "react";

import { useData, useSync } from "../data/context";
import { useFilmsWaiting } from "../data/films";
import { useSpeech, type Speech } from "../i18n";
import { go } from "../router";
import { store } from "../services";
import type { MetaValues, SyncState } from "@tuyen/sdk";
import { Icon, type IconName } from "./icons";

export interface StripView { tone: "calm" | "work" | "offline" | "bad"; icon: IconName; text: string }

interface Situation {
  online: boolean;
  sync: SyncState;
  trouble: MetaValues["trouble"] | undefined;
  waiting: number;
  pictures: number;
  lastPull: number | undefined;
}

export function stripView(s: Situation, { t, time, number }: Speech): StripView {
  const n = number(s.waiting + s.pictures);
  const some = s.waiting + s.pictures > 0;
  if (s.trouble) return { tone: "bad", icon: "warn", text: t(`strip.${s.trouble.code}`, { n }) };
  if (!s.online) return { tone: "offline", icon: "cloud_off", text: t(some ? "strip.offline.some" : "strip.offline.none", { n }) };
  if (s.sync.phase === "pushing" && s.waiting) return { tone: "work", icon: "sync", text: t("strip.pushing", { n: number(s.waiting) }) };
  if (s.sync.phase === "uploading") return { tone: "work", icon: "sync", text: t("strip.uploading", { n: number(s.pictures) }) };
  if (s.sync.phase === "pulling" && s.sync.pulledRows > 50) {
    return { tone: "work", icon: "sync", text: t("strip.pulling", { n: number(s.sync.pulledRows) }) };
  }
  if (s.sync.problem) return { tone: "bad", icon: "warn", text: t("strip.problem", { code: s.sync.problem }) };
  if (s.sync.reachable === false) {
    const due = time(s.sync.nextTryAt ?? Date.now());
    return { tone: "offline", icon: "cloud_off", text: t(some ? "strip.unreachable.some" : "strip.unreachable.none", { n, time: due }) };
  }
  if (some) return { tone: "work", icon: "clock", text: t("strip.waiting", { n }) };
  if (s.sync.phase !== "idle") return { tone: "calm", icon: "sync", text: t("strip.checking") };
  return { tone: "calm", icon: "cloud", text: s.lastPull ? t("strip.synced", { time: time(s.lastPull) }) : t("strip.not_yet") };
}

export function Strip() {
  const speech = useSpeech();
  const { history, media } = useData();
  const online = useOnline();
  const sync = useSync();
  const trouble = useLiveQuery(() => store.read("trouble"));
  const lastPull = useLiveQuery(() => store.read("last_pull_at"));
  const films = useFilmsWaiting();
  const view = stripView({
    online, sync, trouble, lastPull, waiting: history.filter((item) => item.stage === "waiting").length,
    pictures: media.filter((item) => item.state === "waiting").length - films,
  }, speech);
  return (
    <button className={`strip ${view.tone}`} data-testid="strip" data-tone={view.tone} aria-live="polite" onClick={() => go("queue")}>
      <Icon name={view.icon} size={view.tone === "calm" ? 16 : 20} className={view.icon === "sync" ? "spin" : undefined} />
      <span>{view.text}</span>
    </button>
  );
}

export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}
