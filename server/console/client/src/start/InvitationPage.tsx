import { type FormEvent, useEffect, useState } from "react";
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Front } from "./Front";
import { Passwords, isGood } from "./Passwords";
import { useEntering } from "./useEntering";

/** The token stands behind `#`, so that it reaches no server's log; the address is cleared of it once it is read. */
function useToken(): string {
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => window.history.replaceState(window.history.state, "", window.location.pathname), []);
  return token;
}

/** Where an invitation leads: choosing a password, and a login where none was chosen yet. */
export default function InvitationPage() {
  const { t } = useLanguage();
  const token = useToken();
  const [login, setLogin] = useState("");
  const [pair, setPair] = useState({ password: "", again: "" });
  const [isChecked, setChecked] = useState(false);
  const accept = useEntering("/invitations/accept");
  function submit(event: FormEvent): void {
    event.preventDefault();
    setChecked(true);
    if (!isGood(pair)) return;
    accept.mutate({ token, password: pair.password, ...(login.trim() === "" ? {} : { login: login.trim() }) });
  }
  return (
    <Front title={t("welcome.invited")}>
      {token === "" ? (
        <Text size="sm" data-testid="invitation-missing">
          {t("welcome.notoken")}
        </Text>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <TextInput
              label={t("signin.login")}
              description={t("welcome.login.why")}
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
              autoComplete="username"
              autoCapitalize="none"
              data-testid="welcome-login"
            />
            <Passwords pair={pair} onChange={setPair} isChecked={isChecked} />
            {accept.error && <ErrorNotice error={accept.error} />}
            <Button type="submit" loading={accept.isPending} data-testid="welcome-submit">
              {t("welcome.enter")}
            </Button>
          </Stack>
        </form>
      )}
    </Front>
  );
}
