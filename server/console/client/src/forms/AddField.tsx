import { useState } from "react";
import { SimpleGrid, Text, TextInput, UnstyledButton } from "@mantine/core";
import { FIELD_TYPES, type FieldType } from "../api/formTypes";
import { useLanguage } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import classes from "./builder.module.css";
import type { Spot } from "./edit";
import type { Builder } from "./FormBuilderPage";
import { TYPE_ICON } from "./types";

function Types({ type, inGroup, onChoose }: { type: FieldType; inGroup: boolean; onChoose: (type: FieldType) => void }) {
  const { t } = useLanguage();
  const offered = FIELD_TYPES.filter((each) => !inGroup || (each !== "attributes" && each !== "button"));
  return (
    <div role="radiogroup" aria-label={t("forms.add.type")}>
      <Text size="sm" fw={500} mb={4}>
        {t("forms.add.type")}
      </Text>
      <SimpleGrid cols={{ base: 2, xs: 3 }} spacing={6}>
        {offered.map((each) => {
          const Icon = TYPE_ICON[each];
          return (
            <UnstyledButton
              key={each}
              role="radio"
              aria-checked={type === each}
              className={classes.type ?? ""}
              onClick={() => onChoose(each)}
              data-testid={`type-${each}`}
            >
              <Icon size={17} stroke={1.6} />
              <span>{t(`forms.type.${each}`)}</span>
            </UnstyledButton>
          );
        })}
      </SimpleGrid>
    </div>
  );
}

/** Asks for the label and the type of a new field. */
export function AddField({ builder, group, onClose }: { builder: Builder; group: Spot; onClose: () => void }) {
  const { t } = useLanguage();
  const [type, setType] = useState<FieldType>("text");
  const [vi, setVi] = useState("");
  const [en, setEn] = useState("");
  function submit(): void {
    builder.addField(group, type, { vi: vi.trim(), en: en.trim() || vi.trim() });
    onClose();
  }
  return (
    <Dialog title={t("forms.add.title")} onClose={onClose} action={t("forms.add.confirm")} onAct={submit} disabled={vi.trim() === ""} size="lg" testid="add-field">
      <TextInput label={t("forms.label.vi")} value={vi} onChange={(event) => setVi(event.currentTarget.value)} required data-autofocus data-testid="add-field-vi" />
      <TextInput label={t("forms.label.en")} value={en} onChange={(event) => setEn(event.currentTarget.value)} data-testid="add-field-en" />
      <Types type={type} inGroup={group.length > 0} onChoose={setType} />
    </Dialog>
  );
}
