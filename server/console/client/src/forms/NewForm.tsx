import { useState } from "react";
import { TextInput } from "@mantine/core";
import { useNavigate } from "react-router";
import { useSetup } from "../api/organisationQueries";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { freeName } from "./edit";
import { makeForm } from "./queries";

const PREFIX = "custom.";

/** Asks for the names of a new form and opens it in the builder. */
export function NewForm({ taken, onClose }: { taken: readonly string[]; onClose: () => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [vi, setVi] = useState("");
  const [en, setEn] = useState("");
  const make = useSetup(makeForm);
  const used = new Set(taken.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)));
  const key = `${PREFIX}${freeName(vi, used)}`;
  function submit(): void {
    make.mutate({ key, title: { vi: vi.trim(), en: en.trim() || vi.trim() } }, {
      onSuccess: () => void navigate(`/forms/builder/${key}`),
    });
  }
  return (
    <Dialog title={t("forms.new.title")} onClose={onClose} action={t("forms.new")} onAct={submit} isActing={make.isPending} disabled={vi.trim() === ""} error={make.error} testid="new-form">
      <TextInput label={t("forms.name.vi")} value={vi} onChange={(event) => setVi(event.currentTarget.value)} required data-autofocus data-testid="new-form-vi" />
      <TextInput label={t("forms.name.en")} value={en} onChange={(event) => setEn(event.currentTarget.value)} data-testid="new-form-en" />
      <TextInput label={t("forms.key")} description={t("forms.key.hint")} value={vi.trim() === "" ? "" : key} readOnly variant="filled" />
    </Dialog>
  );
}
