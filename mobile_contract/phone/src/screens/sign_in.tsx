/** Signing this phone in, for the first time or again. */
import { HttpProblem, OtherPersonsQueue, signIn, Unreachable } from "@tuyen/sdk";
import { useState, type SyntheticEvent } from "react";

import { LanguageSwitch } from "../parts/language";
import { Icon } from "../parts/icons";
import { useSpeech, type Speech } from "../i18n";
import { back } from "../router";
import { engine, http, store } from "../services";
import { forgetWipe, wasWiped } from "../wipe";

interface Props { evicted: boolean; code?: string; again?: { login: string; waiting: number }; onSignedIn?: () => void }

export function SignIn({ evicted, code, again, onSignedIn }: Props) {
  const speech = useSpeech();
  const { t } = speech;
  const [login, setLogin] = useState(again?.login ?? "");
  const [password, setPassword] = useState("");
  const [byCode, setByCode] = useState(code !== undefined);
  const [typed, setTyped] = useState(code ?? "");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy || (byCode ? !typed.trim() : !login.trim() || !password)) return;
    setBusy(true);
    setProblem(null);
    try {
      await signIn(store, http, {
        ...(byCode ? { code: typed } : { login: login.trim(), password }), deviceName: deviceName(), platform: "web", appVersion: __APP_VERSION__,
      });
      forgetWipe();
      void engine.request();
      onSignedIn?.();
    } catch (error) {
      setProblem(explain(error, speech));
      setBusy(false);
    }
  };

  const later = () => void store.write("enrolling", undefined).then(() => (code === undefined ? back("today") : undefined));

  return (
    <main className="welcome">
      <div className="stack">
        <img className="mark" src={`${import.meta.env.BASE_URL}icons/icon.svg`} alt="" />
        <div>
          <h1>{again ? t("signin.again") : t("app.name")}</h1>
          <p className="quiet">{again ? t("signin.again.why", { n: again.waiting }) : t("app.tagline")}</p>
        </div>
      </div>
      {evicted && <p className="note warn" data-testid="evicted"><Icon name="warn" size={20} />{t("app.evicted")}</p>}
      {wasWiped() && <p className="note warn" data-testid="wiped"><Icon name="warn" size={20} />{t("app.wiped")}</p>}
      <form onSubmit={submit} noValidate>
        {byCode && <label><span>{t("enrol.code")}</span>
          <input className="input" data-testid="enrol-code" autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false}
            required value={typed} onChange={(event) => setTyped(event.target.value)} />
          <span className="faint">{t("enrol.code.hint")}</span>
        </label>}
        {!byCode && <><label><span>{t("signin.login")}</span>
          <input className="input" data-testid="login" autoComplete="username" autoCapitalize="none" spellCheck={false}
            inputMode="email" required value={login} onChange={(event) => setLogin(event.target.value)} />
        </label>
        <div>
          <label htmlFor="password"><span>{t("signin.password")}</span></label>
          <div className="password">
            <input id="password" className="input" data-testid="password" type={shown ? "text" : "password"}
              autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
            <button type="button" className="icon-button" aria-pressed={shown} onClick={() => setShown(!shown)}
              aria-label={t(shown ? "signin.hide" : "signin.show")}><Icon name="eye" /></button>
          </div>
        </div></>}
        {problem && <p className="note bad" role="alert" data-testid="signin-problem"><Icon name="warn" size={20} />{problem}</p>}
        <button className="button primary wide" data-testid="signin" disabled={busy}>
          {busy ? t("signin.busy") : t(byCode ? "enrol.submit" : "signin.submit")}
        </button>
        <button type="button" className="button wide" data-testid="enrol-way" onClick={() => setByCode(!byCode)}>
          {t(byCode ? "enrol.by_password" : "enrol.by_code")}
        </button>
        {again && <button type="button" className="button wide" onClick={later}>{t("signin.later")}</button>}
      </form>
      <LanguageSwitch />
    </main>
  );
}

function explain(error: unknown, { t }: Speech): string {
  if (error instanceof Unreachable) return t("signin.unreachable");
  if (error instanceof OtherPersonsQueue) return t("signin.other_owner", { n: error.count, name: error.owner });
  if (!(error instanceof HttpProblem)) return t("signin.failed", { code: (error as Error).name });
  if (error.problem.code === "bad_credentials") return t("signin.bad_credentials");
  return error.problem.detail ?? t("signin.failed", { code: error.problem.code });
}

/** What the office sees in its list of phones, for example “Android · Chrome”. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0] ?? "Web";
  const browser = /Edg|SamsungBrowser|CriOS|Chrome|Firefox|Safari/.exec(agent)?.[0] ?? "";
  return [system, browser].filter(Boolean).join(" · ");
}
