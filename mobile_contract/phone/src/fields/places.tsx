/** Provinces, districts and wards: the two levels in force, or the three of before July 2025. */
import { useMemo, useState } from "react";

import type { Choice } from "../data/choice";
import { useData } from "../data/context";
import { useLegacyUnits } from "../data/legacy_units";
import { useSpeech, type TextKey } from "../i18n";
import { Icon } from "../parts/icons";
import type { FieldControl } from "./control";
import { addressOf, isLegacy } from "./following";
import { PickButton, PickSheet } from "./pick";

export function PlaceField(control: FieldControl) {
  return isLegacy(control.field.name, control.around) ? <FormerPlace {...control} /> : <PresentPlace {...control} />;
}

function PresentPlace(control: FieldControl) {
  const { field, around } = control;
  const { t } = useSpeech();
  const { geography } = useData();
  const province = field.type === "ward" ? answerAt(around, field.parent) : "";
  const choices = useMemo<Choice[]>(() => {
    if (field.type === "province") return (geography.units?.provinces ?? []).map(([code, name]) => ({ id: code, name }));
    return (geography.units?.wards ?? []).filter(([, parent]) => parent === province).map(([code, , name]) => ({ id: code, name }));
  }, [geography, field.type, province]);
  if (!geography.units) return <p className="note warn"><Icon name="cloud_off" size={20} />{t("pick.units.missing")}</p>;
  const waits = field.type !== "province" && !province;
  return <Place {...control} choices={choices} waits={waits} title={field.type === "province" ? "pick.province" : waits ? "pick.ward.first" : "pick.ward"} />;
}

function FormerPlace(control: FieldControl) {
  const { field, around } = control;
  const { t } = useSpeech();
  const { units, fetching, failed, fetchUnits } = useLegacyUnits();
  const block = addressOf(field.name)?.block ?? "";
  const above = field.type === "province" ? "" : answerAt(around, `${block}_${field.type === "ward" ? "district" : "province"}`);
  const choices = useMemo<Choice[]>(() => (units ? units.below(field.type, above) : []), [units, field.type, above]);
  if (!units) {
    if (field.type !== "province") return <p className="quiet">{t("pick.district.first")}</p>;
    return (
      <div className="stack">
        <p className="note warn" role="status"><Icon name={fetching ? "sync" : "cloud_off"} className={fetching ? "spin" : undefined} size={20} />{t(failed ? "place.legacy.failed" : "place.legacy.busy")}</p>
        {failed && <button type="button" className="button soft" onClick={fetchUnits}><Icon name="sync" size={20} />{t("place.legacy.get")}</button>}
      </div>
    );
  }
  const waits = field.type !== "province" && !above;
  const first: TextKey = field.type === "ward" ? "pick.ward.district" : "pick.district.first";
  const pick: TextKey = field.type === "province" ? "pick.province" : field.type === "district" ? "pick.district" : "pick.ward";
  return <Place {...control} choices={choices} waits={waits} title={waits ? first : pick} />;
}

function Place({ field, id, name, value, onChange, choices, waits, title }: FieldControl & { choices: Choice[]; waits: boolean; title: TextKey }) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  const code = typeof value === "string" ? value : "";
  const chosen = code ? choices.find((choice) => choice.id === code) ?? { id: code, name: code } : null;
  return (
    <>
      <PickButton id={id} name={name} choice={chosen} placeholder={t(title)} disabled={waits} onOpen={() => setOpen(true)}
        onClear={field.required ? undefined : () => onChange(null)} />
      {open && (
        <PickSheet title={t(title)} choices={choices} onClose={() => setOpen(false)} onPick={(picked) => {
          onChange(picked);
          setOpen(false);
        }} />
      )}
    </>
  );
}

function answerAt(around: FieldControl["around"], name: string | undefined): string {
  const value = name === undefined ? undefined : around[name];
  return typeof value === "string" ? value : "";
}
