import { useState } from "react";
import { Button, CopyButton, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconCheck, IconCopy, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { Blank } from "../ui/Blank";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { providersQuery, useAccountAction } from "./queries";
import type { Provider } from "./types";
import classes from "./Account.module.css";

const EMPTY = { name: "", issuer: "", client_id: "", client_secret: "" };
type Draft = typeof EMPTY;

function Address({ label, value }: { label: string; value: string }) {
  const { t } = useLanguage();
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Text size="sm" className={classes.address}>
          {value}
        </Text>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" onClick={copy} leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}>
              {t(copied ? "action.copied" : "action.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}

function AddDialog({ redirectUri, onClose }: { redirectUri: string; onClose: () => void }) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const add = useAccountAction((body: Draft) => call<Provider>("/sso", { method: "POST", body }));
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  function act() {
    add.mutate(draft, {
      onSuccess: ({ name }) => {
        showDone(t("sso.added", { name }));
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={t("sso.add")}
      action={t("sso.add")}
      onAct={act}
      onClose={onClose}
      isActing={add.isPending}
      disabled={Object.values(draft).some((text) => text.trim() === "")}
      error={add.error}
      testid="sso"
    >
      <Address label={t("sso.redirect")} value={redirectUri} />
      <TextInput label={t("sso.name")} placeholder="Google" value={draft.name} onChange={(event) => set({ name: event.currentTarget.value })} data-autofocus data-testid="sso-name" />
      <TextInput label={t("sso.issuer")} placeholder="https://accounts.google.com" type="url" value={draft.issuer} onChange={(event) => set({ issuer: event.currentTarget.value.trim() })} data-testid="sso-issuer" />
      <TextInput label={t("sso.client")} value={draft.client_id} onChange={(event) => set({ client_id: event.currentTarget.value })} autoComplete="off" data-testid="sso-client" />
      <TextInput label={t("sso.secret")} type="password" value={draft.client_secret} onChange={(event) => set({ client_secret: event.currentTarget.value })} autoComplete="off" data-testid="sso-secret" />
    </Dialog>
  );
}

function RemoveDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { t } = useLanguage();
  const remove = useAccountAction(() => call<undefined>(`/sso/${provider.id}`, { method: "DELETE" }));
  return (
    <Dialog
      title={t("sso.remove.title", { name: provider.name })}
      action={t("sso.remove")}
      onAct={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
      isActing={remove.isPending}
      color="red"
      error={remove.error}
      testid="sso-remove"
    >
      <Text size="sm">{t("sso.remove.hint")}</Text>
    </Dialog>
  );
}

function ProviderCard({ provider }: { provider: Provider }) {
  const { t } = useLanguage();
  const [isRemoving, setRemoving] = useState(false);
  return (
    <Paper className="panel" p="md" component="section" data-testid="provider">
      <Group justify="space-between" mb={4}>
        <Title order={2} fz="md">
          {provider.name}
        </Title>
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRemoving(true)} data-testid="provider-remove">
          {t("sso.remove")}
        </Button>
      </Group>
      <Stack gap="xs">
        <Text size="sm" c="dimmed" className={classes.address}>
          {provider.issuer} · {provider.client_id}
        </Text>
        <Address label={t("sso.page")} value={provider.sign_in_url} />
      </Stack>
      {isRemoving && <RemoveDialog provider={provider} onClose={() => setRemoving(false)} />}
    </Paper>
  );
}

/** The other systems by which the organisation's people may sign in. */
export default function SsoPage() {
  const { t } = useLanguage();
  const providers = useQuery(providersQuery);
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)} disabled={!providers.data} data-testid="sso-add">
      {t("sso.add")}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t("sso.title")} end={add} />
      <div className="scroll">
        <Stack p="md" gap="md" maw={720}>
          <Text size="sm" c="dimmed">
            {t("sso.hint")}
          </Text>
          <Read of={providers} rows={2}>
            {({ items, redirect_uri: redirectUri }) => (
              <>
                {items.length === 0 && (
                  <Blank title={t("sso.empty")} hint={t("sso.empty.hint")}>
                    <Address label={t("sso.redirect")} value={redirectUri} />
                  </Blank>
                )}
                {items.map((provider) => (
                  <ProviderCard key={provider.id} provider={provider} />
                ))}
                {isAdding && <AddDialog redirectUri={redirectUri} onClose={() => setAdding(false)} />}
              </>
            )}
          </Read>
        </Stack>
      </div>
    </div>
  );
}
