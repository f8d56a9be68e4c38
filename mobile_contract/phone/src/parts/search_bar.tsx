import { useSpeech } from "../i18n";
import { Icon } from "./icons";

export function SearchBar({ value, onChange, label, autoFocus }: { value: string; onChange: (value: string) => void; label: string; autoFocus?: boolean }) {
  const { t } = useSpeech();
  return (
    <div className="searchbar" role="search">
      <Icon name="search" size={20} />
      <input type="search" data-testid="search" value={value} placeholder={label} aria-label={label} autoComplete="off" autoFocus={autoFocus}
        enterKeyHint="search" onChange={(event) => onChange(event.target.value)} />
      {value && <button type="button" className="icon-button" onClick={() => onChange("")} aria-label={t("app.clear")}><Icon name="close" size={20} /></button>}
    </div>
  );
}
