import { type ReactNode, useMemo, useState } from "react";
import { DatesProvider } from "@mantine/dates";
import "dayjs/locale/vi";
import { LanguageContext } from "./language";
import { type Language, inLanguage, translatorOf } from "./translate";

const STORED = "tuyen.language";

/** The page's own `lang` is what requests ask the server for. */
function declare(language: Language): Language {
  document.documentElement.lang = language;
  return language;
}

function initialLanguage(): Language {
  return declare(localStorage.getItem(STORED) === "en" ? "en" : "vi");
}

function remember(language: Language): Language {
  localStorage.setItem(STORED, language);
  return declare(language);
}

/** Gives the chosen language to everything inside and remembers the choice on this computer. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage);

  const value = useMemo(
    () => ({
      language,
      setLanguage: (chosen: Language) => setLanguage(remember(chosen)),
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
