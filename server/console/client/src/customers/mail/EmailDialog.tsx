import { useState } from "react";
import { Alert, Button, Group, Paper, Select, Text } from "@mantine/core";
import { IconEye, IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { newId } from "@tuyen/sdk";
import { type Problem, call } from "../../api/client";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { Dialog } from "../../ui/Dialog";
import { showDone } from "../../ui/ErrorNotice";
import { Facts } from "../../ui/Facts";
import { Read } from "../../ui/Read";
import { LetterFields } from "./LetterFields";
import { emailStartQuery, templatesQuery } from "./queries";
import type { Email, EmailPreview, EmailStart } from "./types";

interface Draft {
  to: string;
  subject: string;
  text: string;
  template_id: string | null;
}

function Preview({ shown }: { shown: EmailPreview }) {
  const { t } = useLanguage();
  return (
    <Paper withBorder p="sm" data-testid="email-preview">
      <Text size="xs" c="dimmed" mb="xs">
        {t("email.preview.hint")}
      </Text>
      <Facts
        lines={[
          [t("email.from"), shown.sender],
          [t("email.to"), shown.to],
          [t("email.replyto"), shown.reply_to],
        ]}
      />
      <Text fw={600} mt="sm">
        {shown.subject}
      </Text>
      <Text size="sm" mt={6} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {shown.text}
      </Text>
    </Paper>
  );
}

function Choices({ start, draft, onChange }: { start: EmailStart; draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { t } = useLanguage();
  const templates = useQuery(templatesQuery).data?.items ?? [];
  function choose(id: string | null): void {
    const template = templates.find((one) => one.id === id);
    onChange(template ? { template_id: template.id, subject: template.subject, text: template.text } : { template_id: null });
  }
  return (
    <Group grow align="flex-start">
      <Select
        label={t("email.to")}
        data={start.addresses.map(({ address, name }) => ({ value: address, label: name ? `${name} · ${address}` : address }))}
        value={draft.to}
        onChange={(to) => to && onChange({ to })}
        allowDeselect={false}
        data-testid="email-to"
      />
      <Select
        label={t("email.template")}
        placeholder={t("email.template.none")}
        data={templates.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.template_id}
        onChange={choose}
        clearable
        searchable
        data-testid="email-template"
      />
    </Group>
  );
}

function Editor({ customerId, start, onClose }: { customerId: string; start: EmailStart; onClose: () => void }) {
  const { t } = useLanguage();
  // Under one id the server sends one e-mail, however often it is asked.
  const [id] = useState(() => newId());
  const [draft, setDraft] = useState<Draft>({ to: start.addresses[0]?.address ?? "", subject: "", text: "", template_id: null });
  const send = useAction(() => call<Email>(`/customers/${customerId}/emails`, { method: "POST", body: { id, ...draft } }));
  const { to, subject, text } = draft;
  const preview = useMutation<EmailPreview, Problem>({
    mutationFn: () => call<EmailPreview>(`/customers/${customerId}/emails/preview`, { method: "POST", body: { to, subject, text } }),
  });
  const error = send.error ?? preview.error;
  const isBlank = subject.trim() === "" || text.trim() === "";
  function change(part: Partial<Draft>): void {
    setDraft({ ...draft, ...part });
    send.reset();
    preview.reset();
  }
  function sent(): void {
    showDone(t("email.queued"));
    onClose();
  }
  return (
    <Dialog
      title={t("email.write")}
      size="lg"
      onClose={onClose}
      action={t("email.send")}
      onAct={() => send.mutate(undefined, { onSuccess: sent })}
      isActing={send.isPending}
      disabled={isBlank || to === ""}
      error={error}
      testid="email-form"
    >
      {to === "" && <Alert color="yellow">{t("email.noaddress")}</Alert>}
      {preview.data ? (
        <Preview shown={preview.data} />
      ) : (
        <>
          <Choices start={start} draft={draft} onChange={change} />
          <LetterFields subject={subject} text={text} error={error} onChange={change} />
        </>
      )}
      <Group>
        {preview.data ? (
          <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={16} />} onClick={() => preview.reset()}>
            {t("email.preview.back")}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconEye size={16} />}
            disabled={isBlank || to === ""}
            loading={preview.isPending}
            onClick={() => preview.mutate()}
            data-testid="email-show"
          >
            {t("email.preview")}
          </Button>
        )}
      </Group>
    </Dialog>
  );
}

/** Writes an e-mail to a customer, freely or from a template, and shows it before it goes out. */
export function EmailDialog({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const start = useQuery(emailStartQuery(customerId));
  return (
    <Read of={start} rows={3}>
      {(known) => <Editor customerId={customerId} start={known} onClose={onClose} />}
    </Read>
  );
}
