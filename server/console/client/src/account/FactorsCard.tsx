import { useState } from "react";
import { ActionIcon, Badge, Button, Stack, Text } from "@mantine/core";
import { IconDeviceMobileCode, IconFingerprint, IconLifebuoy, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { useSession } from "../shell/session";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { formatTime } from "../ui/format";
import { Card, Line } from "./Card";
import { PasskeyDialog } from "./PasskeyDialog";
import { RecoveryDialog } from "./RecoveryDialog";
import { TotpDialog } from "./TotpDialog";
import { hasPasskeys } from "./passkey";
import { passkeysQuery, useAccountAction } from "./queries";
import type { NewTotp, Passkey, RecoveryCodes } from "./types";

type TellCodes = (codes: string[]) => void;

function Totp({ onCodes }: { onCodes: TellCodes }) {
  const { t } = useLanguage();
  const { totp } = useSession().second_factors;
  const [made, setMade] = useState<NewTotp | null>(null);
  const begin = useAccountAction(() => call<NewTotp>("/account/totp", { method: "POST" }));
  const remove = useAccountAction(() => call<undefined>("/account/totp", { method: "DELETE" }));
  const refused = { onError: (error: unknown) => showProblem(error, t) };
  const end = totp ? (
    <Button size="compact-sm" variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(undefined, { ...refused, onSuccess: () => showDone(t("totp.removed")) })} data-testid="totp-remove">
      {t("totp.remove")}
    </Button>
  ) : (
    <Button size="compact-sm" variant="light" loading={begin.isPending} onClick={() => begin.mutate(undefined, { ...refused, onSuccess: setMade })} data-testid="totp-add">
      {t("totp.add")}
    </Button>
  );
  const state = (
    <Badge size="sm" variant="light" tt="none" color={totp ? "teal" : "gray"}>
      {t(totp ? "totp.on" : "totp.off")}
    </Badge>
  );
  function done(codes: string[]) {
    setMade(null);
    onCodes(codes);
  }
  return (
    <>
      <Line icon={<IconDeviceMobileCode size={22} stroke={1.5} />} title={t("totp.title")} hint={state} end={end} testid="factor-totp" />
      {made && <TotpDialog made={made} onDone={done} onClose={() => setMade(null)} />}
    </>
  );
}

function PasskeyLine({ passkey }: { passkey: Passkey }) {
  const { t } = useLanguage();
  const remove = useAccountAction(() => call<undefined>(`/account/passkeys/${passkey.id}`, { method: "DELETE" }));
  const known = t("passkeys.since", { at: formatTime(passkey.created_at) });
  const used = passkey.last_used_at ? ` · ${t("passkeys.used", { at: formatTime(passkey.last_used_at) })}` : "";
  const end = (
    <ActionIcon variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(undefined, { onError: (error) => showProblem(error, t) })} aria-label={`${t("totp.remove")} ${passkey.name}`}>
      <IconTrash size={16} />
    </ActionIcon>
  );
  return <Line title={passkey.name} hint={known + used} end={end} testid="passkey-line" />;
}

function Passkeys({ onCodes }: { onCodes: TellCodes }) {
  const { t } = useLanguage();
  const [isAdding, setAdding] = useState(false);
  const passkeys = useQuery(passkeysQuery).data?.items ?? [];
  const end = hasPasskeys && (
    <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)} data-testid="passkey-add">
      {t("passkeys.add")}
    </Button>
  );
  const hint = hasPasskeys ? t(passkeys.length > 0 ? "passkeys.hint" : "passkeys.none") : t("passkeys.unsupported");
  function done(codes: string[]) {
    setAdding(false);
    showDone(t("passkeys.added"));
    if (codes.length > 0) onCodes(codes);
  }
  return (
    <>
      <Line icon={<IconFingerprint size={22} stroke={1.5} />} title={t("passkeys.title")} hint={hint} end={end} testid="factor-passkeys" />
      {passkeys.map((passkey) => (
        <PasskeyLine key={passkey.id} passkey={passkey} />
      ))}
      {isAdding && <PasskeyDialog onDone={done} onClose={() => setAdding(false)} />}
    </>
  );
}

function Recovery({ onCodes }: { onCodes: TellCodes }) {
  const { t } = useLanguage();
  const { totp, passkeys, recovery_left: left } = useSession().second_factors;
  const isOn = totp || passkeys > 0;
  const renew = useAccountAction(() => call<RecoveryCodes>("/account/recovery-codes", { method: "POST" }));
  const act = () => renew.mutate(undefined, { onSuccess: ({ recovery_codes }) => onCodes(recovery_codes), onError: (error) => showProblem(error, t) });
  const end = isOn && (
    <Button size="compact-sm" variant="subtle" loading={renew.isPending} onClick={act} data-testid="recovery-renew">
      {t("recovery.renew")}
    </Button>
  );
  const hint = <Text span inherit>{isOn ? t("recovery.left", { n: left }) : t("recovery.none")}</Text>;
  return <Line icon={<IconLifebuoy size={22} stroke={1.5} />} title={t("recovery.title")} hint={hint} end={end} testid="factor-recovery" />;
}

/** One's second factors, and the codes that stand in for a lost one. */
export function FactorsCard() {
  const { t } = useLanguage();
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <Card title={t("factors.title")} hint={t("factors.hint")} testid="card-factors">
      <Stack gap="md">
        <Totp onCodes={setCodes} />
        <Passkeys onCodes={setCodes} />
        <Recovery onCodes={setCodes} />
      </Stack>
      {codes && <RecoveryDialog codes={codes} onClose={() => setCodes(null)} />}
    </Card>
  );
}
