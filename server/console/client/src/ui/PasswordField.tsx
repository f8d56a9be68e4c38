import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { useLanguage } from "../i18n/language";

/** A password, hidden unless its eye is pressed. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useLanguage();
  return <PasswordInput {...props} visibilityToggleButtonProps={{ "aria-label": t("signin.password.show") }} />;
}
