import { useState } from "react";
import { Anchor, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconArrowForwardUp } from "@tabler/icons-react";
import type { SubmissionDetail } from "../api/types";
import { FormRunner } from "../fill/FormRunner";
import { useLanguage } from "../i18n/language";
import { useSession } from "../shell/session";
import { useNarrow } from "../shell/useNarrow";
import { StateBadge } from "../ui/StateBadge";
import { formatTime } from "../ui/format";
import { useOpened } from "../visits/useFilter";
import type { Lookup } from "./answers";
import { pathText } from "./flags";

/** The submissions that correct one another, the first one first. */
export function Revisions({ submission, lookup }: { submission: SubmissionDetail; lookup: Lookup }) {
  const { t } = useLanguage();
  const [, open] = useOpened();
  return (
    <Stack gap="xs" data-testid="revisions">
      {(submission.revisions ?? []).map((revision, index) => {
        const isShown = revision.id === submission.id;
        const changed = revision.changed.map((name) => pathText(name, submission.definition.fields, lookup)).join(", ");
        return (
          <div key={revision.id} data-testid="revision" data-shown={isShown || undefined}>
            <Group gap={6}>
              {isShown ? (
                <Text size="sm" fw={600}>
                  {t("submission.revision", { n: index + 1 })} · {t("submission.revision.this")}
                </Text>
              ) : (
                <Anchor component="button" type="button" size="sm" fw={600} onClick={() => open(revision.id)}>
                  {t("submission.revision", { n: index + 1 })}
                </Anchor>
              )}
              <StateBadge state={revision.state} />
              <Text size="xs" c="dimmed">
                {formatTime(revision.received_at)}
              </Text>
            </Group>
            {index > 0 && changed && (
              <Text size="xs" c="dimmed">
                {t("submission.revision.changed", { fields: changed })}
              </Text>
            )}
            {revision.comment && <Text size="sm">{revision.comment}</Text>}
          </div>
        );
      })}
    </Stack>
  );
}

/** Correcting one's own submission that was sent back: a new one takes its place, both are kept. */
export function Correct({ submission }: { submission: SubmissionDetail }) {
  const { t, say } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const [, open] = useOpened();
  const isNarrow = useNarrow();
  const isOwn = useSession().employee.id === submission.employee.id;
  if (!isOwn || submission.state !== "has_issues" || submission.revised_by) return null;
  const close = () => setOpen(false);
  return (
    <>
      <Button size="compact-sm" variant="light" leftSection={<IconArrowForwardUp size={15} />} onClick={() => setOpen(true)} data-testid="submission-correct">
        {t("submission.revise")}
      </Button>
      {isOpen && (
        <Modal opened onClose={close} title={t("submission.revise.title", { name: say(submission.form_title) })} size={820} fullScreen={isNarrow} closeButtonProps={{ "aria-label": t("action.close") }}>
          <Text size="sm" c="dimmed" mb="sm">
            {t("submission.revise.hint")}
          </Text>
          <FormRunner
            formKey={submission.form}
            {...(submission.record ? { record: submission.record } : {})}
            corrects={{ id: submission.id, answers: submission.answers }}
            onDone={({ id }) => {
              close();
              open(id);
            }}
          />
        </Modal>
      )}
    </>
  );
}
