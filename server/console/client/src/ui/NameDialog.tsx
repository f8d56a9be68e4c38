import { useState } from "react";
import { TextInput } from "@mantine/core";
import { useSetup } from "../api/organisationQueries";
import { useLanguage } from "../i18n/language";
import { Dialog } from "./Dialog";
import { showDone } from "./ErrorNotice";

interface Props {
  title: string;
  /** The name as it is; empty for something new. */
  name?: string;
  act: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for one name and does something with it. */
export function NameDialog({ title, name = "", act, onClose }: Props) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState(name);
  const save = useSetup(act);
  function submit(): void {
    save.mutate(typed.trim(), {
      onSuccess: () => {
        showDone(t("action.saved"));
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      action={t("action.save")}
      onAct={submit}
      isActing={save.isPending}
      disabled={typed.trim() === ""}
      error={save.error}
      size="sm"
      testid="name-form"
    >
      <TextInput label={t("setup.name")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} required data-autofocus data-testid="name-field" />
    </Dialog>
  );
}
