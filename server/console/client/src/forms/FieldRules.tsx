import { ActionIcon, Button, Group, Input, Paper, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { FieldDefinition, Form, Rule } from "../api/formTypes";
import { useLanguage } from "../i18n/language";
import { ConditionEditor } from "./ConditionEditor";
import { withVietnamese } from "./edit";
import { Expression } from "./Expression";

interface Props {
  form: Form;
  field: FieldDefinition;
  siblings: readonly FieldDefinition[];
  set: (part: Partial<FieldDefinition>) => void;
  faultOf: (member: string) => string | undefined;
}

type Part = Partial<FieldDefinition>;

/** Fields that rules of this one may ask about: those beside it, and in a group those of the form too. */
function known({ form, siblings }: Props): FieldDefinition[] {
  const names = new Set(siblings.map(({ name }) => name));
  return [...siblings, ...form.fields.filter(({ name }) => !names.has(name))].filter(({ type }) => type !== "button");
}

function Constraints({ rules, fields, onChange, fault }: { rules: readonly Rule[]; fields: FieldDefinition[]; onChange: (rules: Rule[] | undefined) => void; fault: string | undefined }) {
  const { t } = useLanguage();
  const set = (next: Rule[]) => onChange(next.length > 0 ? next : undefined);
  const change = (index: number, part: Partial<Rule>) => set(rules.map((rule, place) => (place === index ? { ...rule, ...part } : rule)));
  return (
    <Input.Wrapper size="xs" label={t("forms.constraints")} description={t("forms.constraints.hint")} error={fault} labelElement="div" data-testid="constraints">
      <Stack gap="xs" pt={6}>
        {rules.map((rule, index) => (
          <Paper key={index} withBorder p="xs">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Stack gap={6} flex={1} miw={0}>
                <ConditionEditor label={`${index + 1}.`} value={rule.check} fields={fields} onChange={(check) => change(index, { check })} testid="constraint" />
                <TextInput size="xs" label={t("forms.constraints.message.vi")} value={rule.message.vi} onChange={(event) => change(index, { message: withVietnamese(rule.message, event.currentTarget.value) })} data-testid="constraint-vi" />
                <TextInput size="xs" label={t("forms.constraints.message.en")} value={rule.message.en} onChange={(event) => change(index, { message: { ...rule.message, en: event.currentTarget.value } })} />
              </Stack>
              <ActionIcon variant="subtle" color="gray" onClick={() => set(rules.filter((_, place) => place !== index))} aria-label={t("action.remove")}>
                <IconX size={15} />
              </ActionIcon>
            </Group>
          </Paper>
        ))}
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={() => set([...rules, { check: "", message: { vi: "", en: "" } }])} style={{ alignSelf: "flex-start" }} data-testid="constraint-add">
          {t("forms.constraints.add")}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}

function isExpression(value: unknown): value is { expr: string } {
  return typeof value === "object" && value !== null && "expr" in value;
}

/** A default as it is typed, and what was typed as the default it means for the field. */
function typedDefault(field: FieldDefinition, typed: string): unknown {
  if (["stepper", "number", "money", "percent"].includes(field.type)) return Number(typed) || 0;
  if (field.type === "bool") return typed === "true";
  if (["multi", "refs"].includes(field.type)) return typed.split(",").map((each) => each.trim()).filter(Boolean);
  return typed;
}

function Default({ field, set, names, fault }: { field: FieldDefinition; set: (part: Part) => void; names: string[]; fault: string | undefined }) {
  const { t, say } = useLanguage();
  const value = field.default;
  const mode = value === undefined || value === null ? "none" : isExpression(value) ? "expr" : "value";
  const start: Record<string, unknown> = { none: undefined, value: field.options?.[0]?.value ?? typedDefault(field, ""), expr: { expr: "today" } };
  const options = field.type === "bool" ? ["true", "false"].map((each) => ({ value: each, label: t(each === "true" ? "value.yes" : "value.no") })) : field.options?.map((option) => ({ value: option.value, label: say(option.label) }));
  const text = Array.isArray(value) ? value.join(", ") : typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
  return (
    <Stack gap={4}>
      <Select
        size="xs"
        label={t("forms.default")}
        data={(["none", "value", "expr"] as const).map((each) => ({ value: each, label: t(`forms.default.${each}`) }))}
        value={mode}
        onChange={(next) => set({ default: start[next ?? "none"] })}
        allowDeselect={false}
        data-testid="default-mode"
      />
      {mode === "expr" && isExpression(value) && <Expression label={t("forms.expression")} value={value.expr} names={[...names, "today", "now"]} onChange={(expr) => set({ default: { expr } })} fault={fault} testid="default-expr" />}
      {mode === "value" &&
        (options ? (
          <Select size="xs" aria-label={t("forms.default.value")} data={options} value={text} onChange={(chosen) => set({ default: typedDefault(field, chosen ?? "") })} allowDeselect={false} />
        ) : (
          <TextInput size="xs" aria-label={t("forms.default.value")} value={text} onChange={(event) => set({ default: typedDefault(field, event.currentTarget.value) })} data-testid="default-value" />
        ))}
    </Stack>
  );
}

/** When a field is shown and required, what must hold, what it starts with and how it is calculated. */
export function FieldRules(props: Props) {
  const { t } = useLanguage();
  const { field, set, faultOf } = props;
  const fields = known(props);
  const others = fields.filter(({ name }) => name !== field.name);
  const names = fields.map(({ name }) => name);
  const expression = (member: "show_if" | "required_if" | "calculate") => (value: string) => set({ [member]: value.trim() === "" ? undefined : value });
  return (
    <Stack gap="md">
      <ConditionEditor label={t("forms.show_if")} description={t("forms.show_if.hint")} value={field.show_if ?? ""} fields={others} onChange={expression("show_if")} fault={faultOf("show_if")} testid="show-if" />
      {!field.required && <ConditionEditor label={t("forms.required_if")} value={field.required_if ?? ""} fields={others} onChange={expression("required_if")} fault={faultOf("required_if")} testid="required-if" />}
      <Constraints rules={field.constraints ?? []} fields={fields} onChange={(constraints) => set({ constraints })} fault={faultOf("constraints")} />
      <Expression label={t("forms.calculate")} description={t("forms.calculate.hint")} value={field.calculate ?? ""} names={names} onChange={expression("calculate")} fault={faultOf("calculate")} testid="calculate" />
      {field.calculate === undefined && field.type !== "repeat" && field.type !== "media" && field.type !== "gps" && <Default field={field} set={set} names={names} fault={faultOf("default")} />}
      <TextInput size="xs" label={t("forms.prefill")} description={t("forms.prefill.hint")} value={field.prefill ?? ""} onChange={(event) => set({ prefill: event.currentTarget.value.trim() || undefined })} error={faultOf("prefill")} data-testid="prefill" />
    </Stack>
  );
}
