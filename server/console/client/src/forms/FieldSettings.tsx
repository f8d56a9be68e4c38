import { Button, Checkbox, Divider, Fieldset, Group, NumberInput, Select, Stack, Text, TextInput, Textarea, Title } from "@mantine/core";
import { IconArrowLeft, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { BUTTON_ACTIONS, type FieldDefinition, type FieldType, MERGES } from "../api/formTypes";
import type { Bilingual } from "../api/types";
import { choiceListsQuery } from "../data/queries";
import { useLanguage } from "../i18n/language";
import { type Spot, fieldAt, memberOf, sameSpot, spotOf, withVietnamese } from "./edit";
import { FieldRows } from "./FieldRows";
import { FieldRules } from "./FieldRules";
import type { Builder } from "./FormBuilderPage";
import { OptionsEditor } from "./OptionsEditor";
import { REF_KINDS } from "./types";
import { WhereEditor } from "./WhereEditor";

interface PartProps {
  field: FieldDefinition;
  siblings: readonly FieldDefinition[];
  set: (part: Partial<FieldDefinition>) => void;
  faultOf: (member: string) => string | undefined;
}

const CHOICES = new Set<FieldType>(["select", "multi"]);
const REFERENCES = new Set<FieldType>(["ref", "refs"]);
const NUMBERS = new Set<FieldType>(["stepper", "number", "money", "percent"]);
const TEXTS = new Set<FieldType>(["text", "longtext"]);
const LISTS = new Set<FieldType>(["repeat", "media", "multi", "refs"]);

/** A text in both languages, side by side. */
export function TwoTexts({ label, value, onChange, isLong = false, testid }: { label: [vi: string, en: string]; value: Bilingual | null | undefined; onChange: (text: Bilingual) => void; isLong?: boolean; testid: string }) {
  const text = value ?? { vi: "", en: "" };
  const Input = isLong ? Textarea : TextInput;
  return (
    <Group grow gap="xs" align="flex-start">
      <Input size="xs" label={label[0]} value={text.vi} onChange={(event) => onChange(withVietnamese(text, event.currentTarget.value))} {...(isLong ? { autosize: true, minRows: 1 } : {})} data-testid={`${testid}-vi`} />
      <Input size="xs" label={label[1]} value={text.en} onChange={(event) => onChange({ ...text, en: event.currentTarget.value })} {...(isLong ? { autosize: true, minRows: 1 } : {})} data-testid={`${testid}-en`} />
    </Group>
  );
}

export function emptied(text: Bilingual): Bilingual | undefined {
  return text.vi.trim() === "" && text.en.trim() === "" ? undefined : text;
}

function Limits({ field, set }: PartProps) {
  const { t } = useLanguage();
  const isList = LISTS.has(field.type);
  const asLimit = (typed: number | string) => (typeof typed === "number" ? typed : undefined);
  return (
    <Group grow gap="xs">
      {!TEXTS.has(field.type) && (
        <NumberInput size="xs" label={t(isList ? "forms.min.rows" : "forms.min")} value={field.min ?? ""} onChange={(typed) => set({ min: asLimit(typed) })} data-testid="field-min" />
      )}
      <NumberInput
        size="xs"
        label={t(isList ? "forms.max.rows" : TEXTS.has(field.type) ? "forms.max.text" : "forms.max")}
        value={field.max ?? ""}
        onChange={(typed) => set({ max: asLimit(typed) })}
        data-testid="field-max"
      />
    </Group>
  );
}

function ParentSelect({ field, siblings, set, types }: PartProps & { types: readonly FieldType[] }) {
  const { t, say } = useLanguage();
  const data = siblings.filter((each) => each.name !== field.name && types.includes(each.type)).map(({ name, label }) => ({ value: name, label: say(label) || name }));
  return (
    <Select
      size="xs"
      label={t("forms.parent")}
      data={data}
      value={field.parent ?? null}
      onChange={(parent) => set({ parent: parent ?? undefined })}
      placeholder={t("forms.parent.none")}
      clearable
      data-testid="field-parent"
    />
  );
}

function Choices(props: PartProps) {
  const { t, say } = useLanguage();
  const { field, siblings, set } = props;
  const lists = useQuery(choiceListsQuery).data?.items ?? [];
  const above = siblings.find(({ name }) => name === field.parent);
  const parents = above && (above.options ?? lists.find(({ key }) => key === above.options_from)?.options);
  const source = field.options_from === undefined ? "own" : "list";
  function choose(next: string | null): void {
    if (next === "list") set({ options: undefined, options_from: lists[0]?.key ?? "" });
    else set({ options_from: undefined, options: [{ value: "option_1", label: { vi: "", en: "" } }] });
  }
  return (
    <Stack gap="xs">
      <Select
        size="xs"
        label={t("forms.options")}
        data={[
          { value: "own", label: t("forms.options.own") },
          { value: "list", label: t("forms.options.list") },
        ]}
        value={source}
        onChange={choose}
        allowDeselect={false}
        data-testid="options-source"
      />
      <ParentSelect {...props} types={["select"]} />
      {source === "list" ? (
        <Select
          size="xs"
          label={t("forms.options.from")}
          data={lists.map(({ key, title }) => ({ value: key, label: say(title) }))}
          value={field.options_from ?? null}
          onChange={(key) => key && set({ options_from: key })}
          searchable
          allowDeselect={false}
          data-testid="options-from"
        />
      ) : (
        <OptionsEditor options={field.options ?? []} onChange={(options) => set({ options })} parents={parents} />
      )}
    </Stack>
  );
}

function OfType(props: PartProps) {
  const { t } = useLanguage();
  const { field, set } = props;
  if (CHOICES.has(field.type)) return <Choices {...props} />;
  if (REFERENCES.has(field.type)) {
    return (
      <Stack gap="xs">
        <Select size="xs" label={t("forms.of")} data={REF_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} value={field.of ?? "customer"} onChange={(of) => of && set({ of })} allowDeselect={false} data-testid="field-of" />
        <WhereEditor where={field.where ?? {}} onChange={(where) => set({ where: Object.keys(where).length > 0 ? where : undefined })} />
      </Stack>
    );
  }
  if (field.type === "district" || field.type === "ward") return <ParentSelect {...props} types={["province", "district"]} />;
  if (field.type === "attributes") return <ParentSelect {...props} types={["ref"]} />;
  if (field.type === "button") {
    return <Select size="xs" label={t("forms.action")} data={BUTTON_ACTIONS.map((action) => ({ value: action, label: t(`forms.action.${action}`) }))} value={field.action ?? null} onChange={(action) => action && set({ action })} allowDeselect={false} />;
  }
  return null;
}

function RepeatPart({ field, set, builder, spot }: PartProps & { builder: Builder; spot: Spot }) {
  const { t } = useLanguage();
  return (
    <Stack gap="xs">
      <TwoTexts label={[`${t("forms.item_label")} (vi)`, "(en)"]} value={field.item_label} onChange={(text) => set({ item_label: emptied(text) })} testid="item-label" />
      <TwoTexts label={[`${t("forms.add_label")} (vi)`, "(en)"]} value={field.add_label} onChange={(text) => set({ add_label: emptied(text) })} testid="add-label" />
      <Title order={4} fz="sm">
        {t("forms.fields.in")}
      </Title>
      <FieldRows builder={builder} fields={field.fields ?? []} group={spot} />
    </Stack>
  );
}

/** Everything that can be said of one field. */
export function FieldSettings({ builder, spot }: { builder: Builder; spot: Spot }) {
  const { t, say } = useLanguage();
  const { form, editField, removeField, choose, faults, readOnly } = builder;
  const field = fieldAt(form.fields, spot);
  if (field === undefined) return null;
  const group = spot.slice(0, -1);
  const above = group.length > 0 ? fieldAt(form.fields, group) : undefined;
  const siblings = above?.fields ?? form.fields;
  const own = faults.filter(({ pointer }) => sameSpot(spotOf(pointer), spot));
  const faultOf = (member: string) => {
    const fault = own.find(({ pointer }) => memberOf(pointer) === member);
    return fault && say(fault);
  };
  const set = (part: Partial<FieldDefinition>) => editField(spot, part);
  const part: PartProps = { field, siblings, set, faultOf };
  const whole = own.filter(({ pointer }) => memberOf(pointer) === "");
  return (
    <Fieldset disabled={readOnly} variant="unstyled" p="md" data-testid="field-settings">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            {above && (
              <Button size="compact-xs" variant="subtle" color="gray" ml={-8} leftSection={<IconArrowLeft size={13} />} onClick={() => choose(group)}>
                {say(above.label)}
              </Button>
            )}
            <Title order={2} fz="md">
              {t(`forms.type.${field.type}`)}
            </Title>
          </div>
          {!readOnly && (
            <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={15} />} onClick={() => removeField(spot)} data-testid="field-remove">
              {t("forms.remove")}
            </Button>
          )}
        </Group>
        {whole.map((fault) => (
          <Text key={fault.code} size="sm" c="red">
            {say(fault)}
          </Text>
        ))}
        <TwoTexts label={[t("forms.label.vi"), t("forms.label.en")]} value={field.label} onChange={(label) => set({ label })} testid="field-label" />
        <TwoTexts label={[t("forms.help.vi"), t("forms.help.en")]} value={field.help} onChange={(help) => set({ help: emptied(help) })} isLong testid="field-help" />
        <TextInput size="xs" label={t("forms.field.name")} description={t("forms.field.name.hint")} value={field.name} onChange={(event) => set({ name: event.currentTarget.value })} error={faultOf("name")} data-testid="field-name" />
        {field.type !== "button" && (
          <Group gap="lg">
            <Checkbox label={t("forms.required")} checked={field.required ?? false} onChange={(event) => set({ required: event.currentTarget.checked })} data-testid="field-required" />
            {TEXTS.has(field.type) && <Checkbox label={t("forms.voice")} checked={field.voice ?? false} onChange={(event) => set({ voice: event.currentTarget.checked })} />}
          </Group>
        )}
        <OfType {...part} />
        {(NUMBERS.has(field.type) || TEXTS.has(field.type) || LISTS.has(field.type)) && <Limits {...part} />}
        {NUMBERS.has(field.type) && field.type !== "percent" && field.type !== "money" && (
          <TextInput size="xs" label={t("forms.unit")} value={say(field.unit)} onChange={(event) => set({ unit: event.currentTarget.value || undefined })} />
        )}
        {field.type === "repeat" && <RepeatPart {...part} builder={builder} spot={spot} />}
        {field.type !== "button" && (
          <>
            <Divider label={t("forms.rules")} labelPosition="left" />
            <FieldRules form={form} field={field} siblings={siblings} set={set} faultOf={faultOf} />
            <Select
              size="xs"
              label={t("forms.merge")}
              data={MERGES.map((merge) => ({ value: merge, label: t(`forms.merge.${merge}`) }))}
              value={field.merge ?? null}
              onChange={(merge) => set({ merge: merge ?? undefined })}
              placeholder={t("forms.merge.default")}
              clearable
              data-testid="field-merge"
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
