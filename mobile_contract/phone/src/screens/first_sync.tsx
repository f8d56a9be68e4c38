/** The first download, once after signing in. */
import type { Device } from "@tuyen/sdk";

import { useSync } from "../data/context";
import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { engine } from "../services";

export function FirstSync({ device }: { device: Device }) {
  const { t, number } = useSpeech();
  const sync = useSync();
  const stuck = sync.phase === "idle" && sync.failures > 0;
  return (
    <main className="welcome" data-testid="first-sync">
      <div>
        <h1>{t("today.greeting", { name: device.employee.name })}</h1>
        <p className="quiet">{device.organisation.name}</p>
      </div>
      <div className="stack">
        <b>{t("first.title")}</b>
        {!stuck && <div className="progress" role="progressbar" aria-label={t("first.title")}><i /></div>}
        <p className="quiet" aria-live="polite">{t("first.rows", { n: number(sync.pulledRows) })}</p>
        {stuck && <p className="note warn"><Icon name="cloud_off" size={20} />{t("first.failed")}</p>}
        {stuck && <button className="button soft" onClick={() => void engine.request()}>{t("first.retry")}</button>}
        <p className="faint">{t("first.note")}</p>
      </div>
    </main>
  );
}
