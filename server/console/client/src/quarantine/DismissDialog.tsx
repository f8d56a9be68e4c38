import { useState } from "react";
import { Text, Textarea } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { useDismiss } from "./decide";

/** Asks why, then dismisses. */
export function DismissDialog({ ids, onClose, onDone }: { ids: string[]; onClose: () => void; onDone: () => void }) {
  const { t } = useLanguage();
  const [comment, setComment] = useState("");
  const { dismiss, isPending, error } = useDismiss(onDone);
  return (
    <Dialog
      title={t("quarantine.dismiss.title")}
      onClose={onClose}
      action={t("quarantine.dismiss.yes")}
      onAct={() => dismiss({ ids, comment: comment.trim() })}
      isActing={isPending}
      disabled={comment.trim() === ""}
      color="red"
      error={error}
      testid="dismiss"
    >
      <Text size="sm">{t("quarantine.dismiss.why")}</Text>
      <Textarea label={t("quarantine.dismiss.comment")} value={comment} onChange={(event) => setComment(event.currentTarget.value)} maxLength={2000} autosize minRows={2} data-autofocus data-testid="dismiss-comment" />
    </Dialog>
  );
}
