import { Checkbox, Fieldset, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FORM_ACTIONS, type Form } from "../api/formTypes";
import { rightsQuery } from "../api/organisationQueries";
import { ICON_NAMES } from "../fill/icons";
import { MODULES, MODULE_WORDS } from "../fill/modules";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { useRight } from "../shell/session";
import { TwoTexts, emptied } from "./FieldSettings";
import type { Builder } from "./FormBuilderPage";

const NOTIFIED = ["owner", "manager"] as const;

function RightSelect({ form, set }: { form: Form; set: (part: Partial<Form>) => void }) {
  const { t, language } = useLanguage();
  const maySee = useRight("right.grant");
  const verbs = useQuery({ ...rightsQuery, enabled: maySee }).data?.verbs ?? [];
  const known = verbs.map((verb) => ({ value: verb.verb, label: verb[language] }));
  const data = form.right && !known.some(({ value }) => value === form.right) ? [...known, { value: form.right, label: form.right }] : known;
  return (
    <Select size="xs" label={t("forms.form.right")} data={data} value={form.right ?? null} onChange={(right) => set({ right })} placeholder={t("forms.form.right.none")} searchable clearable data-testid="form-right" />
  );
}

/** What is said of the form as a whole. */
export function FormSettings({ builder }: { builder: Builder }) {
  const { t } = useLanguage();
  const { form, editForm, readOnly } = builder;
  const known = MODULES.some((module) => module === form.module) ? [] : [form.module];
  return (
    <Fieldset disabled={readOnly} variant="unstyled" p="md" data-testid="form-settings">
      <Stack gap="sm">
        <Title order={2} fz="md">
          {t("forms.settings")}
        </Title>
        <TwoTexts label={[t("forms.name.vi"), t("forms.name.en")]} value={form.title} onChange={(title) => editForm({ title })} testid="form-title" />
        <TwoTexts label={[`${t("forms.form.purpose")} (vi)`, "(en)"]} value={form.purpose} onChange={(purpose) => editForm({ purpose: emptied(purpose) ?? null })} isLong testid="form-purpose" />
        <TwoTexts label={[`${t("forms.form.help")} (vi)`, "(en)"]} value={form.help_text} onChange={(help) => editForm({ help_text: emptied(help) ?? null })} isLong testid="form-help" />
        <TextInput size="xs" label={t("forms.form.help_url")} value={form.help_url ?? ""} onChange={(event) => editForm({ help_url: event.currentTarget.value || null })} type="url" />
        <Group grow gap="xs" align="flex-start">
          <Select
            size="xs"
            label={t("forms.form.module")}
            data={[...known.map((module) => ({ value: module, label: module })), ...MODULES.filter((module) => !["tele", "f2f", "other"].includes(module)).map((module) => ({ value: module, label: t(MODULE_WORDS[module]) }))]}
            value={form.module}
            onChange={(module) => module && editForm({ module })}
            allowDeselect={false}
          />
          <Select size="xs" label={t("forms.form.icon")} data={ICON_NAMES} value={form.icon ?? null} onChange={(icon) => editForm({ icon })} clearable searchable />
        </Group>
        <RightSelect form={form} set={editForm} />
        <Checkbox.Group size="xs" label={t("forms.form.actions")} value={form.actions} onChange={(actions) => actions.length > 0 && editForm({ actions: FORM_ACTIONS.filter((action) => actions.includes(action)) })}>
          <Stack gap={4} pt={4}>
            {FORM_ACTIONS.map((action) => (
              <Checkbox key={action} value={action} label={t(`fill.${action}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Checkbox.Group size="xs" label={t("forms.form.notify")} description={t("forms.form.notify.hint")} value={form.notify ?? []} onChange={(notify) => editForm({ notify })}>
          <Stack gap={4} pt={4}>
            {NOTIFIED.map((who) => (
              <Checkbox key={who} value={who} label={t(`forms.form.notify.${who}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        {form.record && (
          <Text size="sm" c="dimmed">
            {t("forms.form.record", { kind: t(`kinds.${form.record.kind}` as MessageKey) })}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}
