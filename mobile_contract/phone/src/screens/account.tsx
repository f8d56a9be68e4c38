/** Who is signed in, on which phone, in which language. */
import { signOut, waiting, type OrganisationData } from "@tuyen/sdk";
import { useEffect, useState } from "react";

import { useFilmOnMobile } from "../data/films";

import { useData, useRows } from "../data/context";
import { useSpeech } from "../i18n";
import { SubHead } from "../parts/frame";
import { Icon } from "../parts/icons";
import { LanguageSwitch } from "../parts/language";
import { forgetDeviceMark } from "../eviction";
import { useInstall } from "../install";
import { engine, store } from "../services";

export function Account() {
  const { t } = useSpeech();
  const { device, media } = useData();
  const [problem, setProblem] = useState<string | null>(null);
  const organisation = useRows("organisation")?.[0]?.d as OrganisationData | undefined;
  const install = useInstall();
  const leave = async () => {
    const pending = (await waiting(store)).length + media.filter((item) => item.state === "waiting").length;
    if (pending > 0) return setProblem(t("account.signout.pending", { n: pending }));
    if (!confirm(t("account.signout.ask"))) return;
    forgetDeviceMark();
    await signOut(store);
  };
  return (
    <>
      <SubHead title={t("nav.account")} home="today" />
      <main className="scroll" style={{ paddingTop: 16 }} data-testid="account-screen">
        <section className="card pad" style={{ display: "flex", gap: 14, alignItems: "center" }}>
          <span className="tile"><Icon name="user" /></span>
          <div className="grow"><b>{device.employee.name}</b><p className="quiet">{device.employee.title}</p></div>
        </section>
        <dl className="card facts">
          <div><dt>{t("account.organisation")}</dt><dd>{organisation?.name ?? device.organisation.name}</dd></div>
          {organisation?.hotline && <div><dt>{t("account.hotline")}</dt><dd><a href={`tel:${organisation.hotline}`}>{organisation.hotline}</a></dd></div>}
          <div><dt>{t("account.device")}</dt><dd>{device.name}</dd><dd className="faint">{device.device_id}</dd></div>
          <Storage />
        </dl>
        <section className="section" style={{ marginTop: 20 }}><h2>{t("account.language")}</h2><LanguageSwitch /></section>
        <section className="section" style={{ marginTop: 20 }}><h2>{t("account.media")}</h2><FilmChoice /></section>
        <div className="stack" style={{ marginTop: 24 }}>
          <a className="button wide" href="#/receipts"><Icon name="form" />{t("receipts.title")}</a>
          {install && <button className="button soft wide" onClick={install}><Icon name="phone" />{t("account.install")}</button>}
          {problem && <p className="note warn" role="alert"><Icon name="warn" size={20} />{problem}</p>}
          <button className="button danger wide" onClick={() => void leave()} data-testid="sign-out"><Icon name="leave" />{t("account.signout")}</button>
          <p className="faint" style={{ textAlign: "center" }}>{t("account.version", { v: __APP_VERSION__ })}</p>
        </div>
      </main>
    </>
  );
}

function FilmChoice() {
  const { t } = useSpeech();
  const allowed = useFilmOnMobile();
  return (
    <label className="card pad switch">
      <span className="grow"><b>{t("account.film")}</b><span className="quiet" style={{ display: "block" }}>{t("account.film.hint")}</span></span>
      <input type="checkbox" data-testid="film-on-mobile" checked={allowed}
        onChange={(event) => void store.write("film_on_mobile", event.target.checked).then(engine.request)} />
    </label>
  );
}

function Storage() {
  const { t } = useSpeech();
  const [state, setState] = useState<{ used: number; quota: number; persisted: boolean } | null>(null);
  useEffect(() => {
    void Promise.all([navigator.storage.estimate(), navigator.storage.persisted()])
      .then(([{ usage = 0, quota = 0 }, persisted]) => setState({ used: usage, quota, persisted }));
  }, []);
  if (!state) return null;
  return (
    <div>
      <dt>{t("account.storage", { used: megabytes(state.used), quota: megabytes(state.quota) })}</dt>
      <dd className="quiet">{t(state.persisted ? "account.persisted" : "account.not_persisted")}</dd>
    </div>
  );
}

function megabytes(bytes: number): string {
  return bytes > 1e9 ? `${Math.round(bytes / 1e9)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}
