import { useState } from "react";
import { Text, TextInput } from "@mantine/core";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { NoPasskey, makePasskey } from "./passkey";
import { useAccountAction } from "./queries";
import type { RecoveryCodes } from "./types";

/** Adding a passkey: a name, then the browser's own question. */
export function PasskeyDialog({ onDone, onClose }: { onDone: (codes: string[]) => void; onClose: () => void }) {
  const { t } = useLanguage();
  const [name, setName] = useState("");
  const add = useAccountAction(async () => {
    const options = await call<Record<string, unknown>>("/account/passkeys/options", { method: "POST" });
    const body = { credential: await makePasskey(options), name: name.trim() };
    return call<RecoveryCodes>("/account/passkeys", { method: "POST", body });
  });
  const isCancelled = add.error instanceof NoPasskey;
  return (
    <Dialog
      title={t("passkeys.add")}
      action={t("passkeys.add")}
      onAct={() => add.mutate(undefined, { onSuccess: ({ recovery_codes }) => onDone(recovery_codes) })}
      onClose={onClose}
      isActing={add.isPending}
      disabled={name.trim() === ""}
      error={isCancelled ? null : add.error}
      size="sm"
      testid="passkey"
    >
      <TextInput
        label={t("passkeys.name")}
        placeholder={t("passkeys.name.example")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={100}
        data-autofocus
        data-testid="passkey-name"
      />
      {isCancelled && (
        <Text size="sm" c="dimmed" role="status">
          {t("passkey.cancelled")}
        </Text>
      )}
    </Dialog>
  );
}
