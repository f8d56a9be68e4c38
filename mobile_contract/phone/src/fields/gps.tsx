/** A position in two steps: it is read and shown, and it is an answer only after the person has saved it. */
import { fixOf, type GpsFix } from "@tuyen/sdk";
import { useState } from "react";

import { useSpeech } from "../i18n";
import { gpsText } from "../parts/answer";
import { Icon } from "../parts/icons";
import { PositionError, readPosition, type PositionFailure } from "../position";
import { useScope, type FieldControl } from "./control";

export function GpsField({ path, name, value, onChange, invalid }: FieldControl) {
  const { t } = useSpeech();
  const scope = useScope();
  const reading = scope.readings[path];
  const onReading = (fix: GpsFix | null) => scope.onReading(path, fix);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<PositionFailure | null>(null);
  const saved = fixOf(value);

  const read = async () => {
    setBusy(true);
    setFailure(null);
    try {
      onReading(await readPosition());
    } catch (error) {
      setFailure(error instanceof PositionError ? error.reason : "unavailable");
    } finally {
      setBusy(false);
    }
  };
  const save = () => {
    if (!reading) return;
    onChange(reading);
    onReading(null);
  };

  return (
    <div className="stack">
      {saved && <Fix fix={saved} saved name={name} />}
      {reading && (
        <>
          <Fix fix={reading} name={name} />
          {!invalid && <p className="note warn" data-testid={`gps-unsaved-${name}`}><Icon name="warn" size={20} />{t("gps.unsaved.note")}</p>}
          <button type="button" className="button save wide" onClick={save} data-testid={`gps-save-${name}`}><Icon name="floppy" />{t("gps.save")}</button>
        </>
      )}
      <div className="buttons">
        <button type="button" className={saved || reading ? "button grow" : "button soft grow"} disabled={busy} onClick={read} data-testid={`gps-read-${name}`}>
          <Icon name={busy ? "sync" : "pin"} className={busy ? "spin" : undefined} />{t(busy ? "gps.reading" : saved || reading ? "gps.again" : "gps.read")}
        </button>
        {saved && <button type="button" className="icon-button" onClick={() => onChange(null)} aria-label={t("gps.remove")}><Icon name="trash" size={20} /></button>}
      </div>
      {failure && <p className="note bad" role="alert"><Icon name="warn" size={20} />{t(`gps.${failure}`)}</p>}
    </div>
  );
}

function Fix({ fix, saved, name }: { fix: GpsFix; saved?: boolean; name: string }) {
  const { t, time, number } = useSpeech();
  return (
    <div className={saved ? "gps saved" : "gps read"} role="status" data-testid={`gps-${saved ? "saved" : "reading"}-${name}`}>
      <div className="where">{gpsText(fix)}</div>
      <div className="chips">
        <span className={saved ? "chip good" : "chip warn"}><Icon name={saved ? "check" : "warn"} size={14} />{t(saved ? "gps.saved" : "gps.unsaved")}</span>
        {typeof fix.accuracy_m === "number" && <span className="chip">{t("gps.accuracy", { m: number(Math.round(fix.accuracy_m)) })}</span>}
        {fix.fixed_at && <span className="chip">{t("gps.at", { time: time(fix.fixed_at) })}</span>}
      </div>
    </div>
  );
}
