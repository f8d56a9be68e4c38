import { Badge, Group, List, Stack, Text } from "@mantine/core";
import type { Form } from "../api/formTypes";
import { useSetup } from "../api/organisationQueries";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { type Changes, type FieldChange, changesBetween } from "./changes";
import { publishDraft } from "./queries";

const COLOUR: Record<FieldChange["kind"], string> = { added: "teal", removed: "red", changed: "amber" };

/** What a version changes of the one before it, in words. */
export function ChangeList({ changes, isFirst }: { changes: Changes; isFirst: boolean }) {
  const { t, say } = useLanguage();
  return (
    <Stack gap={6} data-testid="publish-changes">
      {isFirst && <Text size="sm">{t("forms.change.first")}</Text>}
      {changes.fields.map(({ kind, field, members }) => (
        <Group key={`${kind}/${field.name}`} gap={8} wrap="nowrap" align="flex-start">
          <Badge size="sm" variant="light" color={COLOUR[kind]} tt="none" style={{ flexShrink: 0 }}>
            {t(`forms.change.${kind}`)}
          </Badge>
          <Text size="sm">
            {say(field.label) || field.name}
            {members.length > 0 && (
              <Text span size="xs" c="dimmed">
                {" "}
                ({members.join(", ")})
              </Text>
            )}
          </Text>
        </Group>
      ))}
      <List size="sm">
        {changes.form.length > 0 && <List.Item>{t("forms.publish.form", { members: changes.form.join(", ") })}</List.Item>}
        {changes.reordered && <List.Item>{t("forms.publish.order")}</List.Item>}
      </List>
    </Stack>
  );
}

interface Props {
  current: Form | null;
  draft: Form;
  /** That it will be: after a withdrawn one too. */
  version: number;
  /** Called before, so that the last change is at the server. */
  settle: () => Promise<boolean>;
  onClose: () => void;
  onPublished: () => void;
}

/** Shows what changes and publishes it. */
export function PublishDialog({ current, draft, version, settle, onClose, onPublished }: Props) {
  const { t } = useLanguage();
  const publish = useSetup(async () => {
    await settle();
    return publishDraft(draft.key);
  });
  function submit(): void {
    publish.mutate(undefined, {
      onSuccess: () => {
        showDone(t("forms.published", { n: version }));
        onPublished();
      },
    });
  }
  return (
    <Dialog title={t("forms.publish.title", { n: version })} onClose={onClose} action={t("forms.publish")} onAct={submit} isActing={publish.isPending} error={publish.error} testid="publish">
      <Text size="sm" fw={600}>
        {t("forms.publish.changes")}
      </Text>
      <ChangeList changes={changesBetween(current, draft)} isFirst={current === null} />
      <Text size="sm" c="dimmed">
        {t("forms.publish.hint")}
      </Text>
    </Dialog>
  );
}
