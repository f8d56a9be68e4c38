/** A phone that waits until a supervisor has compared the six digits. */
import type { Device } from "@tuyen/sdk";

import { useSpeech } from "../i18n";
import { LanguageSwitch } from "../parts/language";

export function Pending({ device }: { device: Device }) {
  const { t } = useSpeech();
  const digits = device.match_code ?? "";
  return (
    <main className="welcome" data-testid="pending">
      <div>
        <h1>{t("pending.title")}</h1>
        <p className="quiet">{device.employee.name} · {device.organisation.name}</p>
      </div>
      <div className="stack">
        <p>{t("pending.why")}</p>
        <output data-testid="match-code" aria-label={digits.split("").join(" ")}
          style={{ fontSize: "2.5rem", fontWeight: 700, letterSpacing: ".18em", textAlign: "center" }}>
          {digits.slice(0, 3)} {digits.slice(3)}
        </output>
        <div className="progress" role="progressbar" aria-label={t("pending.title")}><i /></div>
        <p className="faint">{t("pending.note")}</p>
      </div>
      <LanguageSwitch />
    </main>
  );
}
