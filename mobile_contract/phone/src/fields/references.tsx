/** Fields that point to something: a customer, colleagues, a province, a ward. */
import { SearchIndex } from "@tuyen/sdk";
import { useMemo, useState } from "react";

import { useData } from "../data/context";
import { useSpeech } from "../i18n";
import { Icon, type IconName } from "../parts/icons";
import { CUSTOMER_ICONS } from "../parts/customer_row";
import { Sheet } from "../parts/sheet";
import { Windowed } from "../parts/windowed";
import { SearchBar } from "../screens/customers";
import type { FieldControl } from "./field";

export interface Choice { id: string; name: string; detail?: string; icon?: IconName; tone?: string; phone?: string; more?: string[] }

export function ReferenceField({ field, id, value, onChange }: FieldControl) {
  const { t } = useSpeech();
  const choices = useChoices(field.of ?? "customer");
  const [open, setOpen] = useState(false);
  const chosen = typeof value === "string" && value ? choices.find((choice) => choice.id === value) ?? { id: value, name: "…" } : null;
  const title = t(field.of === "employee" ? "pick.employee" : field.of === "customer" || !field.of ? "pick.customer" : "pick.other");
  return (
    <>
      <PickButton id={id} name={field.name} choice={chosen} placeholder={title} onOpen={() => setOpen(true)}
        onClear={field.required ? undefined : () => onChange(null)} />
      {open && (
        <PickSheet title={title} choices={choices} onClose={() => setOpen(false)} onPick={(picked) => {
          onChange(picked);
          setOpen(false);
        }} />
      )}
    </>
  );
}

export function ManyField({ field, id, value, onChange }: FieldControl) {
  const { t } = useSpeech();
  const choices = useChoices(field.of ?? "employee");
  const [open, setOpen] = useState(false);
  const ids = Array.isArray(value) ? value : [];
  const title = t(field.of === "customer" ? "pick.customer" : "pick.employee");
  const toggle = (picked: string) => onChange(ids.includes(picked) ? ids.filter((other) => other !== picked) : [...ids, picked]);
  return (
    <div className="stack">
      {ids.length > 0 && (
        <div className="choices">
          {ids.map((each) => {
            const name = choices.find((choice) => choice.id === each)?.name ?? "…";
            return (
              <button key={each} type="button" className="button soft" onClick={() => toggle(each)} aria-label={t("pick.remove", { name })}>{name}<Icon name="close" size={16} /></button>
            );
          })}
        </div>
      )}
      <PickButton id={id} name={field.name} choice={null} placeholder={title} onOpen={() => setOpen(true)} />
      {open && <PickSheet title={title} choices={choices} chosen={ids} onClose={() => setOpen(false)} onPick={toggle} />}
    </div>
  );
}

/** `province` is null for the province field itself, else the code that narrows the wards ("" = none chosen). */
export function PlaceField({ field, id, value, onChange, province }: FieldControl & { province: string | null }) {
  const { t } = useSpeech();
  const { geography } = useData();
  const [open, setOpen] = useState(false);
  const choices = useMemo<Choice[]>(() => {
    if (province === null) return (geography.units?.provinces ?? []).map(([code, name]) => ({ id: code, name }));
    return (geography.units?.wards ?? []).filter(([, parent]) => parent === province).map(([code, , name]) => ({ id: code, name }));
  }, [geography, province]);
  const code = typeof value === "string" ? value : "";
  const name = code ? (province === null ? geography.provinces.get(code) : geography.wards.get(code)?.name) ?? code : null;
  const title = t(province === null ? "pick.province" : province === "" ? "pick.ward.first" : "pick.ward");
  if (!geography.units) return <p className="note warn"><Icon name="cloud_off" size={20} />{t("pick.units.missing")}</p>;
  return (
    <>
      <PickButton id={id} name={field.name} choice={name ? { id: code, name } : null} placeholder={title}
        disabled={province === ""} onOpen={() => setOpen(true)} />
      {open && (
        <PickSheet title={title} choices={choices} onClose={() => setOpen(false)} onPick={(picked) => {
          onChange(picked);
          setOpen(false);
        }} />
      )}
    </>
  );
}

function useChoices(kind: string): Choice[] {
  const { customers, employees } = useData();
  return useMemo(() => {
    if (kind === "employee") {
      return [...employees].map(([id, each]) => ({ id, name: each.name, detail: each.title ?? undefined, icon: "user" as const, tone: "plain" }))
        .sort((a, b) => a.name.localeCompare(b.name, "vi"));
    }
    if (kind !== "customer") return [];
    return (customers?.list ?? []).map((each) => ({
      id: each.id, name: each.name, detail: each.address || each.phone, icon: CUSTOMER_ICONS[each.type], tone: each.type,
      phone: each.phone, more: each.more,
    }));
  }, [kind, customers, employees]);
}

interface PickButtonProps { id: string; name: string; choice: Choice | null; placeholder: string; disabled?: boolean; onOpen: () => void; onClear?: () => void }

function PickButton({ id, name, choice, placeholder, disabled, onOpen, onClear }: PickButtonProps) {
  const { t } = useSpeech();
  return (
    <div style={{ display: "flex", alignItems: "center" }}>
      <button type="button" id={id} className="pick grow" onClick={onOpen} disabled={disabled} data-testid={`pick-${name}`} aria-haspopup="dialog" aria-labelledby={`${id}-label ${id}`}>
        {choice?.icon && <span className={`tile ${choice.tone}`} style={{ width: 36, height: 36, borderRadius: 11 }}><Icon name={choice.icon} size={18} /></span>}
        <span className="grow">
          {choice ? <b style={{ fontWeight: choice.detail ? 600 : 400 }}>{choice.name}</b> : <span className="unset">{placeholder}</span>}
          {choice?.detail && <span className="quiet one-line" style={{ display: "block" }}>{choice.detail}</span>}
        </span>
        <Icon name="next" size={20} />
      </button>
      {choice && onClear && <button type="button" className="icon-button" onClick={onClear} aria-label={t("pick.remove", { name: choice.name })}><Icon name="close" size={20} /></button>}
    </div>
  );
}

interface PickSheetProps { title: string; choices: Choice[]; chosen?: string[]; onPick: (id: string) => void; onClose: () => void }

function PickSheet({ title, choices, chosen, onPick, onClose }: PickSheetProps) {
  const { t } = useSpeech();
  const [query, setQuery] = useState("");
  const index = useMemo(() => new SearchIndex(choices), [choices]);
  const found = useMemo(() => index.find(query), [index, query]);
  return (
    <Sheet title={title} tall onClose={onClose} action={chosen && <button className="button soft" onClick={onClose} data-testid="pick-done">{t("app.done")}</button>}>
      <SearchBar value={query} onChange={setQuery} label={t("pick.search")} />
      {found.length === 0 && <p className="quiet pad" role="status">{t("pick.none")}</p>}
      <Windowed items={found} rowHeight={64} keyOf={(choice) => choice.id} testid="choices">
        {(choice) => (
          <button className="row" onClick={() => onPick(choice.id)} data-testid="choice" aria-pressed={chosen ? chosen.includes(choice.id) : undefined}>
            {choice.icon && <span className={`tile ${choice.tone}`}><Icon name={choice.icon} size={22} /></span>}
            <span className="body"><b className="one-line" style={{ fontWeight: choice.detail ? 600 : 400 }}>{choice.name}</b>
              {choice.detail && <span className="quiet one-line" style={{ display: "block" }}>{choice.detail}</span>}</span>
            {chosen?.includes(choice.id) && <span className="chip good"><Icon name="check" size={16} /></span>}
          </button>
        )}
      </Windowed>
    </Sheet>
  );
}
