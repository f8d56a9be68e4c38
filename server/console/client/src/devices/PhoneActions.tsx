import { useState } from "react";
import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { call } from "../api/client";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { Dialog } from "../ui/Dialog";
import { type Phone, type PhoneState, offered } from "./phones";

interface Change {
  state: PhoneState;
  match_code?: string | null;
}

function useChange(phone: Phone, onDone: () => void) {
  const act = useAction((change: Change) => call<Phone>(`/devices/${phone.id}/state`, { method: "POST", body: change }));
  return { ...act, change: (change: Change) => act.mutate(change, { onSuccess: onDone }) };
}

/** The six digits of a phone that waits: the person reads his aloud, the supervisor compares. */
function Confirm({ phone, onClose }: { phone: Phone; onClose: () => void }) {
  const { t } = useLanguage();
  const { change, isPending, error } = useChange(phone, onClose);
  const digits = phone.match_code ?? "";
  return (
    <Dialog
      title={t("devices.ask.confirm")}
      onClose={onClose}
      action={t("devices.ask.confirm.yes")}
      onAct={() => change({ state: "active", match_code: phone.match_code })}
      isActing={isPending}
      error={error}
      testid="confirm-phone"
    >
      <Text size="sm">{t("devices.ask.confirm.why")}</Text>
      <Text fz={34} fw={700} ta="center" style={{ letterSpacing: ".15em" }} data-testid="match-code">
        {digits.slice(0, 3)} {digits.slice(3)}
      </Text>
      <Button variant="subtle" color="red" loading={isPending} onClick={() => change({ state: "revoked" })}>
        {t("devices.ask.confirm.no")}
      </Button>
    </Dialog>
  );
}

function Ask({ phone, state, onClose }: { phone: Phone; state: "drain" | "revoked" | "wiped"; onClose: () => void }) {
  const { t } = useLanguage();
  const { change, isPending, error } = useChange(phone, onClose);
  return (
    <Dialog
      title={t(`devices.ask.${state}`, { name: phone.name })}
      onClose={onClose}
      action={t(`devices.ask.${state}.yes`)}
      color="red"
      onAct={() => change({ state })}
      isActing={isPending}
      error={error}
      testid={`ask-${state}`}
    >
      <Text size="sm">{t(`devices.ask.${state}.why`)}</Text>
    </Dialog>
  );
}

function label(phone: Phone, state: PhoneState): MessageKey {
  if (state === "active") return phone.state === "pending" ? "devices.do.confirm" : "devices.do.activate";
  return `devices.do.${state}` as MessageKey;
}

/** What may be done with a phone; what cannot be undone is asked about first. */
export function PhoneActions({ phone }: { phone: Phone }) {
  const { t } = useLanguage();
  const [asked, setAsked] = useState<PhoneState | null>(null);
  const { change } = useChange(phone, () => undefined);
  const steps = offered(phone);
  if (steps.length === 0) return null;
  const close = () => setAsked(null);
  const begin = (state: PhoneState) => (state === "active" && phone.state !== "pending" ? change({ state }) : setAsked(state));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t("devices.actions")} data-testid="phone-actions">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {steps.map((state) => (
            <Menu.Item key={state} color={state === "wiped" ? "red" : undefined} onClick={() => begin(state)} data-testid={`do-${state}`}>
              {t(label(phone, state))}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked === "active" && <Confirm phone={phone} onClose={close} />}
      {(asked === "drain" || asked === "revoked" || asked === "wiped") && <Ask phone={phone} state={asked} onClose={close} />}
    </>
  );
}
