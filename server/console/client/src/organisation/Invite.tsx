import { useEffect, useEffectEvent } from "react";
import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { call } from "../api/client";
import { useSetup } from "../api/organisationQueries";
import type { Invitation } from "../api/organisationTypes";
import type { Named } from "../api/types";
import { useLanguage } from "../i18n/language";
import { LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { formatTime } from "../ui/format";
import classes from "./Invite.module.css";

function Link({ invitation }: { invitation: Invitation }) {
  const { t } = useLanguage();
  return (
    <Stack gap="sm" align="center" data-testid="invitation">
      <img className={classes.code} src={`data:image/svg+xml,${encodeURIComponent(invitation.qr_svg)}`} alt={t("invite.code")} />
      <Text size="sm" ta="center">
        {t("invite.how")}
      </Text>
      <Group gap="xs" wrap="nowrap" w="100%" align="flex-end">
        <TextInput label={t("invite.link")} value={invitation.url} readOnly flex={1} onFocus={(event) => event.currentTarget.select()} data-testid="invitation-link" />
        <CopyButton value={invitation.url}>
          {({ copied, copy }) => (
            <Button variant={copied ? "filled" : "light"} onClick={copy} leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}>
              {t(copied ? "action.copied" : "action.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="xs" c="dimmed">
        {t("invite.until", { at: formatTime(invitation.expires_at) })}
      </Text>
    </Stack>
  );
}

/** Makes a link with which somebody chooses his password, and shows it once. */
export function Invite({ person, onClose }: { person: Named; onClose: () => void }) {
  const { t } = useLanguage();
  const invite = useSetup(() => call<Invitation>(`/employees/${person.id}/invitations`, { method: "POST", body: {} }));
  const ask = useEffectEvent(() => invite.mutate(undefined));
  // Opening the dialog is what asks for the link; the timer lets a double mount ask once.
  useEffect(() => {
    const timer = setTimeout(() => ask());
    return () => clearTimeout(timer);
  }, []);
  return (
    <Modal opened onClose={onClose} title={t("invite.title", { name: person.name })} closeButtonProps={{ "aria-label": t("action.close") }}>
      {invite.data ? (
        <Link invitation={invite.data} />
      ) : invite.error ? (
        <ErrorNotice error={invite.error} onRetry={() => invite.mutate(undefined)} />
      ) : (
        <LoadingRows rows={3} />
      )}
    </Modal>
  );
}
