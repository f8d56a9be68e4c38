import { createContext, useContext } from "react";

import type { Language } from "@tuyen/sdk";

import { useSpeech } from "../i18n";

export const LanguageContext = createContext<(language: Language) => void>(() => undefined);

const NAMES: [Language, string][] = [["vi", "Tiếng Việt"], ["en", "English"]];

export function LanguageSwitch() {
  const { language, t } = useSpeech();
  const choose = useContext(LanguageContext);
  return (
    <div className="languages" role="group" aria-label={t("account.language")}>
      {NAMES.map(([code, name]) => (
        <button key={code} type="button" lang={code} aria-pressed={code === language} data-testid={`language-${code}`}
          onClick={() => choose(code)}>{name}</button>
      ))}
    </div>
  );
}
