import { createContext, useContext } from "react";
import type { Bilingual } from "../api/types";
import type { Language, Translate } from "./translate";

interface LanguageValue {
  language: Language;
  setLanguage: (language: Language) => void;
  /** Text of the catalogue. */
  t: Translate;
  /** Text that the server gives in both languages. */
  say: (text: Bilingual | string | null | undefined) => string;
}

export const LanguageContext = createContext<LanguageValue | null>(null);

export function useLanguage(): LanguageValue {
  const value = useContext(LanguageContext);
  if (value === null) throw new Error("useLanguage outside of LanguageProvider");
  return value;
}
