import { type ReactNode, useEffect, useMemo, useState } from "react";
import { DatesProvider } from "@mantine/dates";
import "dayjs/locale/vi";
import { LanguageContext } from "./language";
import { type Language, inLanguage, translatorOf } from "./translate";

const STORED = "tuyen.language";

function initialLanguage(): Language {
  return localStorage.getItem(STORED) === "en" ? "en" : "vi";
}

/** Gives the chosen language to everything inside and remembers the choice on this computer. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage);
  // Set while rendering, since the first request of a page already names the language.
  document.documentElement.lang = language;

  useEffect(() => localStorage.setItem(STORED, language), [language]);

  const value = useMemo(
    () => ({
      language,
      setLanguage,
      t: translatorOf(language),
      say: (text: Parameters<typeof inLanguage>[0]) => inLanguage(text, language),
    }),
    [language],
  );
  return (
    <LanguageContext value={value}>
      <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>{children}</DatesProvider>
    </LanguageContext>
  );
}
