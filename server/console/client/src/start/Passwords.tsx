import { Text } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { PasswordField } from "../ui/PasswordField";

const LEAST = 10;

export interface PasswordPair {
  password: string;
  again: string;
}

export function isGood({ password, again }: PasswordPair): boolean {
  return password.length >= LEAST && password === again;
}

interface Props {
  pair: PasswordPair;
  onChange: (pair: PasswordPair) => void;
  isChecked: boolean;
}

/** A new password, typed twice. */
export function Passwords({ pair, onChange, isChecked }: Props) {
  const { t } = useLanguage();
  return (
    <>
      <PasswordField
        label={t("welcome.password")}
        value={pair.password}
        onChange={(event) => onChange({ ...pair, password: event.currentTarget.value })}
        error={isChecked && pair.password.length < LEAST ? t("welcome.password.short") : undefined}
        autoComplete="new-password"
        required
        data-testid="welcome-password"
      />
      <PasswordField
        label={t("welcome.again")}
        value={pair.again}
        onChange={(event) => onChange({ ...pair, again: event.currentTarget.value })}
        error={isChecked && pair.again !== pair.password ? t("welcome.again.differs") : undefined}
        autoComplete="new-password"
        required
        data-testid="welcome-again"
      />
      <Text size="xs" c="dimmed">
        {t("welcome.password.rule")}
      </Text>
    </>
  );
}
