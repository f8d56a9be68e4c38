/** The frame of the screens: heads, the way back, the bottom navigation, empty states. */
import { memo, type ReactNode } from "react";

import { useData } from "../data/context";
import { isReturned } from "../data/history";
import { isTextKey, useSpeech, type TextKey } from "../i18n";
import { back, go } from "../router";
import { Icon, type IconName } from "./icons";
import { Strip } from "./strip";

/** Drawn again when what it tells changes, not with each letter of a search beneath it. */
export const MainHead = memo(function MainHead({ title, eyebrow }: { title: string; eyebrow?: string }) {
  const { t } = useSpeech();
  const unread = useData().notifications.filter((item) => !item.d.read_at).length;
  return (
    <>
      <header className="head">
        <h1>{eyebrow && <span className="eyebrow" style={{ display: "block", fontWeight: 400 }}>{eyebrow}</span>}{title}</h1>
        <button className="icon-button" data-testid="bell" onClick={() => go("inbox")}
          aria-label={unread ? `${t("nav.inbox")}, ${t("nav.unread", { n: unread })}` : t("nav.inbox")}>
          <Icon name="bell" />
          {unread > 0 && <span className="badge" data-testid="unread">{unread > 99 ? "99+" : unread}</span>}
        </button>
        <button className="icon-button" data-testid="account" onClick={() => go("account")} aria-label={t("nav.account")}>
          <Icon name="user" />
        </button>
      </header>
      <Strip />
    </>
  );
});

export function SubHead({ title, eyebrow, home, children }: { title: string; eyebrow?: string; home: string; children?: ReactNode }) {
  const { t } = useSpeech();
  return (
    <header className="head sub">
      <button className="icon-button" data-testid="back" onClick={() => back(home)} aria-label={t("app.back")}><Icon name="back" /></button>
      <div className="grow">
        {eyebrow && <p className="eyebrow">{eyebrow}</p>}
        <h1>{title}</h1>
      </div>
      {children}
    </header>
  );
}

const TABS: { path: string; icon: IconName; text: TextKey }[] = [
  { path: "today", icon: "today", text: "nav.today" },
  { path: "customers", icon: "people", text: "nav.customers" },
  { path: "forms", icon: "form", text: "nav.forms" },
  { path: "queue", icon: "queue", text: "nav.queue" },
];

export function Navigation({ current }: { current: string }) {
  const { t } = useSpeech();
  const { history } = useData();
  const waiting = history.filter((item) => item.stage === "waiting").length;
  const attention = history.filter((item) => item.stage === "refused" || isReturned(item)).length;
  return (
    <nav className="nav" aria-label={t("nav.label")}>
      {TABS.map(({ path, icon, text }) => (
        <a key={path} href={`#/${path}`} aria-current={current === path ? "page" : undefined} data-testid={`nav-${path}`}>
          <span>
            <Icon name={icon} />
            {path === "queue" && waiting + attention > 0 && (
              <span className={attention ? "badge bad" : "badge"}>{waiting + attention}</span>
            )}
          </span>
          {t(text)}
        </a>
      ))}
    </nav>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty"><Icon name={icon} size={52} /><b>{title}</b>{children}</div>
  );
}

/** Why the server refused, in words; the code where it is a new one. */
export function useCodeText(): (code: string | undefined) => string {
  const { t } = useSpeech();
  return (code = "") => {
    const key = `code.${code}`;
    return isTextKey(key) ? t(key) : t("code.other", { code });
  };
}
