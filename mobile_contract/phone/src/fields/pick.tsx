/** Choosing from a long list: the button that shows what is chosen, and the sheet in which it is searched. */
import { SearchIndex } from "@tuyen/sdk";
import { useMemo, useState } from "react";

import type { Choice } from "../data/choice";
import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { SearchBar } from "../parts/search_bar";
import { Sheet } from "../parts/sheet";
import { Windowed } from "../parts/windowed";

interface PickButtonProps { id: string; name: string; choice: Choice | null; placeholder: string; disabled?: boolean; onOpen: () => void; onClear?: () => void }

export function PickButton({ id, name, choice, placeholder, disabled, onOpen, onClear }: PickButtonProps) {
  const { t } = useSpeech();
  return (
    <div className="picked">
      <button type="button" id={id} className="pick grow" onClick={onOpen} disabled={disabled} data-testid={`pick-${name}`} aria-haspopup="dialog" aria-labelledby={`${id}-label ${id}`}>
        {choice?.icon && <span className={`tile small ${choice.tone}`}><Icon name={choice.icon} size={18} /></span>}
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

interface PickSheetProps {
  title: string;
  choices: Choice[];
  /** Where several may be chosen: those that are. */
  chosen?: string[];
  onPick: (id: string) => void;
  onClose: () => void;
}

export function PickSheet({ title, choices, chosen, onPick, onClose }: PickSheetProps) {
  const { t } = useSpeech();
  const [query, setQuery] = useState("");
  const index = useMemo(() => new SearchIndex(choices), [choices]);
  const found = useMemo(() => index.find(query), [index, query]);
  return (
    <Sheet title={title} tall onClose={onClose} action={chosen && <button className="button soft" onClick={onClose} data-testid="pick-done">{chosen.length ? t("pick.chosen", { n: chosen.length }) : t("app.done")}</button>}>
      <SearchBar value={query} onChange={setQuery} label={t("pick.search")} />
      {found.length === 0 && <p className="quiet pad" role="status">{t(choices.length === 0 ? "pick.empty" : "pick.none")}</p>}
      <Windowed items={found} rowHeight={64} keyOf={(choice) => choice.id} testid="choices">
        {(choice) => (
          <button className="row" onClick={() => onPick(choice.id)} data-testid="choice" aria-pressed={chosen ? chosen.includes(choice.id) : undefined}>
            {choice.icon && <span className={`tile ${choice.tone}`}><Icon name={choice.icon} size={22} /></span>}
            <span className="body"><b className="one-line" style={{ fontWeight: choice.detail ? 600 : 400 }}>{choice.name}</b>
              {choice.detail && <span className="quiet one-line" style={{ display: "block" }}>{choice.detail}</span>}</span>
            {choice.pending && <span className="chip warn">{t("customers.pending")}</span>}
            {chosen?.includes(choice.id) && <span className="chip good"><Icon name="check" size={16} /></span>}
          </button>
        )}
      </Windowed>
    </Sheet>
  );
}
