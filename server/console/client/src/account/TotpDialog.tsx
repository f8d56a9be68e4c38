import { useState } from "react";
import { Code, Stack, Text, TextInput } from "@mantine/core";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { useAccountAction } from "./queries";
import type { NewTotp, RecoveryCodes } from "./types";
import classes from "./Account.module.css";

interface Props {
  made: NewTotp;
  onDone: (codes: string[]) => void;
  onClose: () => void;
}

/** Setting up a code app: scan, then show that it works. */
export function TotpDialog({ made, onDone, onClose }: Props) {
  const { t } = useLanguage();
  const [code, setCode] = useState("");
  const plain = code.replaceAll(" ", "");
  const confirm = useAccountAction(() => call<RecoveryCodes>("/account/totp/confirm", { method: "POST", body: { code: plain } }));
  return (
    <Dialog
      title={t("totp.add")}
      action={t("signin.second.confirm")}
      onAct={() => confirm.mutate(undefined, { onSuccess: ({ recovery_codes }) => onDone(recovery_codes) })}
      onClose={onClose}
      isActing={confirm.isPending}
      disabled={!/^[0-9]{6}$/.test(plain)}
      error={confirm.error}
      size="sm"
      testid="totp"
    >
      <Text size="sm">{t("totp.scan")}</Text>
      <img className={classes.picture} src={`data:image/svg+xml,${encodeURIComponent(made.qr_svg)}`} alt={t("totp.qr")} />
      <Stack gap={2} align="center">
        <Text size="xs" c="dimmed">
          {t("totp.secret")}
        </Text>
        <Code data-testid="totp-secret">{made.secret}</Code>
      </Stack>
      <TextInput
        label={t("signin.second.code")}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        data-autofocus
        data-testid="totp-code"
      />
    </Dialog>
  );
}
