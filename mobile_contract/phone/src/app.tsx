/** Which screen is shown: signing in, the first download, then the screens of the day. */
import { keepInSync, refreshGeography, type Device, type Language } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { lazy, Suspense, useEffect, useMemo, useState, type ComponentType } from "react";

import { DataProvider, useData } from "./data/context";
import { isRecordKind } from "./data/kind_views";
import { askToPersist, markDevice, wasSignedIn } from "./eviction";
import { chooseLanguage, chosenLanguage, loadCatalogue, loadLaterTexts, speak, SpeechContext, useSpeech } from "./i18n";
import { Navigation } from "./parts/frame";
import { LanguageContext } from "./parts/language";
import { Toast } from "./parts/toast";
import { useRoute } from "./router";
import { FirstSync } from "./screens/first_sync";
import { Today } from "./screens/today";
import { engine, http, poke, store } from "./services";
import { useUpdate } from "./update";

/** Screens that do not belong to the first picture; the service worker keeps them on the phone all the same. */
const later: (() => Promise<unknown>)[] = [];

function afterwards<P extends object>(load: () => Promise<ComponentType<P>>) {
  let here: ComponentType<P> | null = null;
  const ready = () => Promise.all([load(), loadLaterTexts()]).then(([screen]) => (here = screen));
  later.push(ready);
  const Awaited: ComponentType<P> = lazy(() => ready().then((screen) => ({ default: screen })));
  return function Screen(given: P) {
    // What is on the phone already is drawn at once: React would first show that it waits.
    const [Chosen] = useState<ComponentType<P>>(() => here ?? Awaited);
    return <Chosen {...given} />;
  };
}

const SignIn = afterwards(() => import("./screens/sign_in").then((all) => all.SignIn));
const Pending = afterwards(() => import("./screens/pending").then((all) => all.Pending));
const CustomersScreen = afterwards(() => import("./screens/customers").then((all) => all.CustomersScreen));
const CustomerScreen = afterwards(() => import("./screens/customer").then((all) => all.CustomerScreen));
const FormsScreen = afterwards(() => import("./screens/forms").then((all) => all.FormsScreen));
const Fill = afterwards(() => import("./screens/fill").then((all) => all.Fill));
const QueueScreen = afterwards(() => import("./screens/queue").then((all) => all.QueueScreen));
const Receipt = afterwards(() => import("./screens/receipt").then((all) => all.Receipt));
const ReceiptsScreen = afterwards(() => import("./screens/receipts").then((all) => all.ReceiptsScreen));
const RecordsScreen = afterwards(() => import("./screens/records").then((all) => all.RecordsScreen));
const RecordScreen = afterwards(() => import("./screens/records").then((all) => all.RecordScreen));
const Inbox = afterwards(() => import("./screens/inbox").then((all) => all.Inbox));
const Account = afterwards(() => import("./screens/account").then((all) => all.Account));

export function App() {
  const [language, setLanguage] = useState<Language>(chosenLanguage);
  const speech = useMemo(() => speak(language), [language]);
  const choose = (chosen: Language) => {
    chooseLanguage(chosen);
    void loadCatalogue(chosen).then(() => setLanguage(chosen));
  };
  // Whoever loses the network before the service worker is ready can still open every screen.
  useEffect(() => void Promise.all(later.map((load) => load())).catch(() => undefined), []);
  return (
    <SpeechContext value={speech}>
      <LanguageContext value={choose}><Suspense><Gate /></Suspense><Toast /></LanguageContext>
    </SpeechContext>
  );
}

function Gate() {
  const state = useLiveQuery(async () => ({
    device: await store.read("device"), ready: await store.read("first_sync_done"), code: await store.read("enrolling"),
    waiting: await store.ops.where("state").equals("waiting").count(),
  }));
  const device = state?.device;
  const deviceId = device?.device_id;
  useEffect(() => {
    if (!deviceId) return;
    markDevice(deviceId);
    void askToPersist();
    void refreshGeography(store, http).catch(() => undefined);
    return keepInSync(engine, poke);
  }, [deviceId]);
  if (!state) return null;
  if (!device) return <SignIn key={state.code} evicted={wasSignedIn()} code={state.code} />;
  if (state.code !== undefined) return <SignIn key={state.code} evicted={false} code={state.code} again={{ login: device.login, waiting: state.waiting }} />;
  if (device.state === "pending") return <Pending device={device} />;
  if (!state.ready) return <FirstSync device={device} />;
  return <DataProvider device={device}><Screens device={device} /></DataProvider>;
}

const TABS = ["today", "customers", "forms", "queue"];

function Screens({ device }: { device: Device }) {
  const { path: [first = "today", second, third], query } = useRoute();
  const { ops } = useData();
  const waiting = ops.filter((op) => op.state === "waiting").length;
  if (first === "sign-in") return <SignIn evicted={false} again={{ login: device.login, waiting }} onSignedIn={() => history.back()} />;
  const tab = second === undefined && TABS.includes(first);
  return (
    <div className="frame">
      <UpdateBanner />
      <TroubleBanner />
      <Suspense><Screen first={first} second={second} third={third} query={query} /></Suspense>
      {tab && <Navigation current={first} />}
    </div>
  );
}

function Screen({ first, second, third, query }: { first: string; second: string | undefined; third: string | undefined; query: URLSearchParams }) {
  switch (first) {
    case "customers":
      return second ? <CustomerScreen id={second} /> : <CustomersScreen />;
    case "forms":
      return <FormsScreen />;
    case "fill":
      return <Fill key={`${second}?${query.toString()}`} formKey={second ?? ""} customerId={query.get("customer")} editId={query.get("edit")} againId={query.get("again")} />;
    case "queue":
      return second ? <Receipt id={second} /> : <QueueScreen />;
    case "records":
      if (!isRecordKind(second)) return <FormsScreen />;
      return third ? <RecordScreen kind={second} id={third} /> : <RecordsScreen key={second} kind={second} />;
    case "receipts":
      return <ReceiptsScreen />;
    case "inbox":
      return <Inbox />;
    case "account":
      return <Account />;
    default:
      return <Today />;
  }
}

function UpdateBanner() {
  const { t } = useSpeech();
  const update = useUpdate();
  if (!update) return null;
  return <div className="banner" role="status" style={{ marginTop: 10 }}><span className="grow">{t("app.update")}</span><button className="button soft" onClick={update}>{t("app.update.now")}</button></div>;
}

function reload(): void {
  location.reload();
}

const SAID = ["signed_out", "drained", "revoked", "outdated"] as const;

/** What keeps this phone from working, and what was kept; work goes on, and signing in again is one tap away. */
function TroubleBanner() {
  const { t } = useSpeech();
  const trouble = useLiveQuery(() => store.read("trouble"));
  const waiting = useData().ops.filter((op) => op.state === "waiting").length;
  const update = useUpdate();
  const said = SAID.find((code) => code === trouble?.code);
  if (!said) return null;
  return (
    <div className="banner" role="alert" style={{ marginTop: 10 }} data-testid={said.replace("_", "-")}>
      <span className="grow">{said === "signed_out" ? t("signin.again") : t(`trouble.${said}`, { n: waiting })}</span>
      {said === "outdated" && <button className="button soft" onClick={() => (update ?? reload)()}>{t("app.update.now")}</button>}
      {said !== "drained" && said !== "outdated" && <a className="button soft" href="#/sign-in">{t("signin.submit")}</a>}
    </div>
  );
}
