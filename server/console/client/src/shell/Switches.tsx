import { ActionIcon, SegmentedControl, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import type { Language } from "../i18n/translate";

const LANGUAGES = [
  { value: "vi", label: "VI" },
  { value: "en", label: "EN" },
];

export function LanguageSwitch() {
  const { language, setLanguage, t } = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      data={LANGUAGES}
      value={language}
      onChange={(value) => setLanguage(value as Language)}
      aria-label={t("language.switch")}
      data-testid="language"
    />
  );
}

export function ThemeSwitch() {
  const { t } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const Icon = scheme === "dark" ? IconSun : IconMoon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}
      aria-label={t("theme.switch")}
      title={t("theme.switch")}
      data-testid="theme"
    >
      <Icon size={18} stroke={1.6} />
    </ActionIcon>
  );
}
