import { type FormEvent, useState } from "react";
import { Anchor, Button, Divider, Stack, Text, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { NoPasskey, hasPasskeys, showPasskey } from "../account/passkey";
import { call } from "../api/client";
import type { Session } from "../api/types";
import { useLanguage } from "../i18n/language";
import { ErrorNotice } from "../ui/ErrorNotice";

export type Kind = "totp" | "recovery" | "passkey";

interface Props {
  offered: readonly Kind[];
  /** Where the proof goes: to the sign-in, or to a step-up. */
  path: "/session/second" | "/session/step-up";
  onDone: (session: Session) => void;
}

function useProof(path: Props["path"], onDone: Props["onDone"]) {
  return useMutation({
    mutationFn: async (proof: { totp: string } | { recovery: string } | "passkey") => {
      const body =
        proof === "passkey"
          ? { passkey: await showPasskey(await call("/session/passkey-challenge", { method: "POST" })) }
          : proof;
      return call<Session>(path, { method: "POST", body });
    },
    onSuccess: onDone,
  });
}

function PasskeyButton({ isActing, onShow }: { isActing: boolean; onShow: () => void }) {
  const { t } = useLanguage();
  return (
    <Button variant="light" leftSection={<IconFingerprint size={18} />} loading={isActing} onClick={onShow} data-testid="second-passkey">
      {t("signin.second.passkey")}
    </Button>
  );
}

/** Asks for one of the second factors that are offered. */
export function SecondFactor({ offered, path, onDone }: Props) {
  const { t } = useLanguage();
  const mayRecover = offered.includes("recovery");
  const [kind, setKind] = useState<"totp" | "recovery">(offered.includes("totp") ? "totp" : "recovery");
  const [typed, setTyped] = useState("");
  const proof = useProof(path, onDone);
  const isTyped = offered.includes("totp") || mayRecover;
  function submit(event: FormEvent) {
    event.preventDefault();
    const text = typed.trim();
    proof.mutate(kind === "totp" ? { totp: text.replaceAll(" ", "") } : { recovery: text });
  }
  return (
    <form onSubmit={submit} data-testid="second">
      <Stack gap="sm">
        {hasPasskeys && offered.includes("passkey") && (
          <PasskeyButton isActing={proof.isPending && proof.variables === "passkey"} onShow={() => proof.mutate("passkey")} />
        )}
        {offered.includes("passkey") && isTyped && <Divider label={t("signin.or")} />}
        {isTyped && (
          <>
            <TextInput
              label={t(kind === "totp" ? "signin.second.code" : "signin.second.recovery")}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              inputMode={kind === "totp" ? "numeric" : "text"}
              autoComplete={kind === "totp" ? "one-time-code" : "off"}
              autoFocus
              required
              data-testid="second-code"
            />
            <Button type="submit" loading={proof.isPending && proof.variables !== "passkey"} data-testid="second-submit">
              {t("signin.second.confirm")}
            </Button>
          </>
        )}
        {proof.error instanceof NoPasskey ? (
          <Text size="sm" c="dimmed" role="status">
            {t("passkey.cancelled")}
          </Text>
        ) : (
          proof.error && <ErrorNotice error={proof.error} />
        )}
        {mayRecover && offered.includes("totp") && (
          <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setKind(kind === "totp" ? "recovery" : "totp")} data-testid="second-other">
            {t(kind === "totp" ? "signin.second.use.recovery" : "signin.second.use.code")}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}
