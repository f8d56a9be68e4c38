import { useState } from "react";
import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { Dialog } from "../../ui/Dialog";
import { showDone } from "../../ui/ErrorNotice";
import { Read } from "../../ui/Read";
import { LetterFields } from "./LetterFields";
import { templatesQuery } from "./queries";
import type { EmailTemplate } from "./types";

type Doing = { act: "write"; template: EmailTemplate | null } | { act: "archive"; template: EmailTemplate };

function WriteTemplate({ template, onClose }: { template: EmailTemplate | null; onClose: () => void }) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState({ name: template?.name ?? "", subject: template?.subject ?? "", text: template?.text ?? "" });
  const save = useAction(() =>
    template
      ? call<EmailTemplate>(`/email-templates/${template.id}`, { method: "PUT", body: draft })
      : call<EmailTemplate>("/email-templates", { method: "POST", body: draft }),
  );
  function saved(): void {
    showDone(t("email.template.saved"));
    onClose();
  }
  return (
    <Dialog
      title={template ? t("email.template.edit", { name: template.name }) : t("email.template.add")}
      size="lg"
      onClose={onClose}
      action={t("action.save")}
      onAct={() => save.mutate(undefined, { onSuccess: saved })}
      isActing={save.isPending}
      disabled={[draft.name, draft.subject, draft.text].some((part) => part.trim() === "")}
      error={save.error}
      testid="template-form"
    >
      <TextInput
        label={t("email.template.name")}
        value={draft.name}
        maxLength={200}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        required
        data-autofocus
        data-testid="template-name"
      />
      <LetterFields subject={draft.subject} text={draft.text} error={save.error} onChange={(part) => setDraft({ ...draft, ...part })} />
    </Dialog>
  );
}

function ArchiveTemplate({ template, onClose }: { template: EmailTemplate; onClose: () => void }) {
  const { t } = useLanguage();
  const archive = useAction(() => call<undefined>(`/email-templates/${template.id}`, { method: "DELETE" }));
  return (
    <Dialog
      title={t("email.template.archive", { name: template.name })}
      onClose={onClose}
      action={t("email.template.archive.confirm")}
      color="red.9"
      onAct={() => archive.mutate(undefined, { onSuccess: onClose })}
      isActing={archive.isPending}
      error={archive.error}
      testid="template-archive"
    >
      <Text size="sm">{t("email.template.archive.hint")}</Text>
    </Dialog>
  );
}

function TemplateRow({ template, onDo }: { template: EmailTemplate; onDo: (doing: Doing) => void }) {
  const { t } = useLanguage();
  return (
    <Group justify="space-between" wrap="nowrap" data-testid="template-row">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} truncate>
          {template.name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {template.subject}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        <ActionIcon variant="subtle" color="gray" onClick={() => onDo({ act: "write", template })} aria-label={t("email.template.edit", { name: template.name })}>
          <IconPencil size={16} />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" onClick={() => onDo({ act: "archive", template })} aria-label={t("email.template.archive", { name: template.name })}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    </Group>
  );
}

/** The organisation's templates of e-mails: added, changed, taken out of use. */
export function TemplatesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const templates = useQuery(templatesQuery);
  const [doing, setDoing] = useState<Doing | null>(null);
  const back = () => setDoing(null);
  if (doing?.act === "write") return <WriteTemplate template={doing.template} onClose={back} />;
  if (doing?.act === "archive") return <ArchiveTemplate template={doing.template} onClose={back} />;
  return (
    <Modal opened onClose={onClose} title={t("email.templates")} closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="sm" data-testid="templates">
        <Read of={templates} rows={2}>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t("email.template.empty")}
              </Text>
            ) : (
              items.map((template) => <TemplateRow key={template.id} template={template} onDo={setDoing} />)
            )
          }
        </Read>
        <Button variant="light" leftSection={<IconPlus size={16} />} onClick={() => setDoing({ act: "write", template: null })} data-testid="template-add">
          {t("email.template.add")}
        </Button>
      </Stack>
    </Modal>
  );
}
