import { useState } from "react";
import { ActionIcon, Button, Group, Input, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { FieldDefinition } from "../api/formTypes";
import { choiceListsQuery } from "../data/queries";
import { useLanguage } from "../i18n/language";
import { type Condition, type Conditions, conditionsOf, expressionOf, needsValue, operatorsOf } from "./conditions";
import { Expression } from "./Expression";

interface Props {
  label: string;
  description?: string;
  value: string;
  /** Fields that may be asked about. */
  fields: readonly FieldDefinition[];
  onChange: (expression: string) => void;
  fault?: string | undefined;
  testid: string;
}

function ValueInput({ field, value, onChange }: { field: FieldDefinition | undefined; value: string; onChange: (value: string) => void }) {
  const { t, say } = useLanguage();
  const lists = useQuery({ ...choiceListsQuery, enabled: field?.options_from !== undefined }).data?.items;
  const options = field?.options ?? lists?.find(({ key }) => key === field?.options_from)?.options;
  const yesNo = [
    { value: "true", label: t("value.yes") },
    { value: "false", label: t("value.no") },
  ];
  const data = field?.type === "bool" ? yesNo : options?.map((option) => ({ value: option.value, label: say(option.label) }));
  const common = { size: "xs", flex: 1, miw: 90, "aria-label": t("forms.condition.value"), "data-testid": "condition-value" } as const;
  if (data) return <Select {...common} data={data} value={value || null} onChange={(chosen) => onChange(chosen ?? "")} searchable />;
  return <TextInput {...common} value={value} onChange={(event) => onChange(event.currentTarget.value)} type={field?.type === "date" ? "date" : "text"} />;
}

function Line({ condition, fields, onChange, onRemove }: { condition: Condition; fields: readonly FieldDefinition[]; onChange: (part: Partial<Condition>) => void; onRemove: () => void }) {
  const { t, say } = useLanguage();
  const field = fields.find(({ name }) => name === condition.field);
  const operators = operatorsOf(field?.type ?? "text");
  return (
    <Group gap={4} wrap="wrap" data-testid="condition">
      <Select
        size="xs"
        flex={1}
        miw={120}
        aria-label={t("forms.condition.field")}
        placeholder={t("forms.condition.field")}
        data={fields.map(({ name, label }) => ({ value: name, label: say(label) || name }))}
        value={condition.field || null}
        onChange={(name) => {
          const allowed = operatorsOf(fields.find((each) => each.name === name)?.type ?? "text");
          onChange({ field: name ?? "", value: "", operator: allowed[0] ?? "is" });
        }}
        searchable
        data-testid="condition-field"
      />
      <Select
        size="xs"
        w={112}
        aria-label={t("forms.rules")}
        data={operators.map((operator) => ({ value: operator, label: t(`forms.operator.${operator}`) }))}
        value={condition.operator}
        onChange={(operator) => operator && onChange({ operator })}
        allowDeselect={false}
        data-testid="condition-operator"
      />
      {needsValue(condition.operator) && <ValueInput field={field} value={condition.value} onChange={(value) => onChange({ value })} />}
      <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={t("action.remove")}>
        <IconX size={15} />
      </ActionIcon>
    </Group>
  );
}

function Simple({ conditions, fields, onChange }: { conditions: Conditions; fields: readonly FieldDefinition[]; onChange: (conditions: Conditions) => void }) {
  const { t } = useLanguage();
  const set = (list: Condition[]) => onChange({ ...conditions, conditions: list });
  const { conditions: list, all } = conditions;
  return (
    <Stack gap={6}>
      {list.length > 1 && (
        <SegmentedControl
          size="xs"
          data={[
            { value: "all", label: t("forms.condition.all") },
            { value: "any", label: t("forms.condition.any") },
          ]}
          value={all ? "all" : "any"}
          onChange={(value) => onChange({ ...conditions, all: value === "all" })}
          style={{ alignSelf: "flex-start" }}
        />
      )}
      {list.length === 0 && (
        <Text size="xs" c="dimmed">
          {t("forms.condition.none")}
        </Text>
      )}
      {list.map((condition, index) => (
        <Line
          key={index}
          condition={condition}
          fields={fields}
          onChange={(part) => set(list.map((each, place) => (place === index ? { ...each, ...part } : each)))}
          onRemove={() => set(list.filter((_, place) => place !== index))}
        />
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        onClick={() => set([...list, { field: "", operator: "is", value: "" }])}
        style={{ alignSelf: "flex-start" }}
        data-testid="condition-add"
      >
        {t("forms.condition.add")}
      </Button>
    </Stack>
  );
}

/** A condition: put together from simple ones, or written as an expression. */
export function ConditionEditor({ label, description, value, fields, onChange, fault, testid }: Props) {
  const { t } = useLanguage();
  const read = conditionsOf(value);
  const [isRaw, setRaw] = useState(read === null);
  // Lines that are not complete say nothing yet, so the expression alone cannot hold them.
  const [typed, setTyped] = useState<{ value: string; conditions: Conditions } | null>(null);
  const conditions = typed?.value === value ? typed.conditions : read;
  function set(next: Conditions): void {
    const expression = expressionOf(next, fields);
    setTyped({ value: expression, conditions: next });
    onChange(expression);
  }
  return (
    <Input.Wrapper label={label} description={description} {...(isRaw ? {} : { error: fault })} labelElement="div" data-testid={testid}>
      <Stack gap={6} pt={6}>
        <SegmentedControl
          size="xs"
          data={[
            { value: "simple", label: t("forms.condition.simple"), disabled: conditions === null },
            { value: "raw", label: t("forms.condition.raw") },
          ]}
          value={isRaw || conditions === null ? "raw" : "simple"}
          onChange={(mode) => setRaw(mode === "raw")}
          style={{ alignSelf: "flex-start" }}
        />
        {isRaw || conditions === null ? (
          <Expression label={t("forms.expression")} value={value} names={fields.map(({ name }) => name)} onChange={onChange} fault={fault} testid={`${testid}-raw`} />
        ) : (
          <Simple conditions={conditions} fields={fields} onChange={set} />
        )}
        {conditions === null && value !== "" && (
          <Text size="xs" c="dimmed">
            {t("forms.condition.complex")}
          </Text>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
