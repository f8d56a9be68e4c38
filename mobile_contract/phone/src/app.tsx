/** Which screen is shown: signing in, the first download, then the screens of the day. */
import { keepInSync, refreshGeography, type Device, type Language } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { useEffect, useMemo, useState } from "react";

import { DataProvider, useData } from "./data/context";
import { askToPersist, markDevice, wasSignedIn } from "./eviction";
import { chooseLanguage, chosenLanguage, speak, SpeechContext, useSpeech } from "./i18n";
import { Navigation } from "./parts/frame";
import { LanguageContext } from "./parts/language";
import { Toast } from "./parts/toast";
import { useRoute } from "./router";
import { Account } from "./screens/account";
import { CustomerScreen } from "./screens/customer";
import { CustomersScreen } from "./screens/customers";
import { Fill } from "./screens/fill";
import { FirstSync } from "./screens/first_sync";
import { FormsScreen } from "./screens/forms";
import { Inbox } from "./screens/inbox";
import { QueueScreen } from "./screens/queue";
import { Pending } from "./screens/pending";
import { Receipt } from "./screens/receipt";
import { SignIn } from "./screens/sign_in";
import { Today } from "./screens/today";
import { engine, http, store } from "./services";
import { useUpdate } from "./update";

export function App() {
  const [language, setLanguage] = useState<Language>(chosenLanguage);
  const speech = useMemo(() => speak(language), [language]);
  const choose = (chosen: Language) => {
    chooseLanguage(chosen);
    setLanguage(chosen);
  };
  return (
    <SpeechContext value={speech}>
      <LanguageContext value={choose}><Gate /><Toast /></LanguageContext>
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
    return keepInSync(engine);
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
  const { path: [first = "today", second], query } = useRoute();
  const { ops } = useData();
  const waiting = ops.filter((op) => op.state === "waiting").length;
  if (first === "sign-in") return <SignIn evicted={false} again={{ login: device.login, waiting }} onSignedIn={() => history.back()} />;
  const tab = second === undefined && TABS.includes(first);
  return (
    <div className="frame">
      <UpdateBanner />
      <TroubleBanner />
      <Screen first={first} second={second} query={query} />
      {tab && <Navigation current={first} />}
    </div>
  );
}

function Screen({ first, second, query }: { first: string; second: string | undefined; query: URLSearchParams }) {
  switch (first) {
    case "customers":
      return second ? <CustomerScreen id={second} /> : <CustomersScreen />;
    case "forms":
      return <FormsScreen />;
    case "fill":
      return <Fill key={`${second}?${query.toString()}`} formKey={second ?? ""} customerId={query.get("customer")} editId={query.get("edit")} againId={query.get("again")} />;
    case "queue":
      return second ? <Receipt id={second} /> : <QueueScreen />;
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

const SAID = ["signed_out", "drained", "revoked"] as const;

/** What keeps this phone from working, and what was kept; work goes on, and signing in again is one tap away. */
function TroubleBanner() {
  const { t } = useSpeech();
  const trouble = useLiveQuery(() => store.read("trouble"));
  const waiting = useData().ops.filter((op) => op.state === "waiting").length;
  const said = SAID.find((code) => code === trouble?.code);
  if (!said) return null;
  return (
    <div className="banner" role="alert" style={{ marginTop: 10 }} data-testid={said.replace("_", "-")}>
      <span className="grow">{said === "signed_out" ? t("signin.again") : t(`trouble.${said}`, { n: waiting })}</span>
      {said !== "drained" && <a className="button soft" href="#/sign-in">{t("signin.submit")}</a>}
    </div>
  );
}
