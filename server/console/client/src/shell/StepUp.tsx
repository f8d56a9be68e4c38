import { useEffect, useRef, useState } from "react";
import { Button, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client";
import { offerStepUp } from "../api/pass";
import { sessionQuery } from "../api/queries";
import type { Session } from "../api/types";
import { useLanguage } from "../i18n/language";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PasswordField } from "../ui/PasswordField";
import { type Kind, SecondFactor } from "./SecondFactor";
import { useSession } from "./session";

function PasswordAgain({ onDone }: { onDone: (session: Session) => void }) {
  const { t } = useLanguage();
  const [password, setPassword] = useState("");
  const prove = useMutation({
    mutationFn: () => call<Session>("/session/step-up", { method: "POST", body: { password } }),
    onSuccess: onDone,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        prove.mutate();
      }}
    >
      <Stack gap="sm">
        <PasswordField
          label={t("signin.password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          autoFocus
          required
          data-testid="stepup-password"
        />
        {prove.error && <ErrorNotice error={prove.error} />}
        <Button type="submit" loading={prove.isPending} data-testid="stepup-submit">
          {t("signin.second.confirm")}
        </Button>
      </Stack>
    </form>
  );
}

/** Opens by itself when the server asks for a fresh proof; what was asked for then goes on. */
export function StepUp() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { second_factors: factors } = useSession();
  const [isOpen, setOpen] = useState(false);
  const answer = useRef<(isProved: boolean) => void>(() => undefined);

  useEffect(
    () =>
      offerStepUp(
        () =>
          new Promise((resolve) => {
            answer.current = resolve;
            setOpen(true);
          }),
      ),
    [],
  );

  function close(isProved: boolean) {
    setOpen(false);
    answer.current(isProved);
  }
  function done(session: Session) {
    client.setQueryData(sessionQuery.queryKey, session);
    close(true);
  }
  const offered: Kind[] = [...(factors.totp ? (["totp"] as const) : []), ...(factors.passkeys > 0 ? (["passkey"] as const) : [])];
  return (
    <Modal opened={isOpen} onClose={() => close(false)} title={t("stepup.title")} size="sm" zIndex={400} closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="sm" data-testid="stepup">
        <Text size="sm">{t("stepup.hint")}</Text>
        {offered.length > 0 ? <SecondFactor offered={offered} path="/session/step-up" onDone={done} /> : <PasswordAgain onDone={done} />}
      </Stack>
    </Modal>
  );
}
