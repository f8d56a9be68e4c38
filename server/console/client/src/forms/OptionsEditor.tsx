import { ActionIcon, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconPlus, IconX } from "@tabler/icons-react";
import type { Choice } from "../api/formTypes";
import { useLanguage } from "../i18n/language";
import { freeName, moved, nameFrom, withVietnamese } from "./edit";

interface Props {
  options: readonly Choice[];
  onChange: (options: Choice[]) => void;
  /** Choices of the field above, for cascading. */
  parents?: readonly Choice[] | undefined;
}

interface LineProps {
  option: Choice;
  index: number;
  last: number;
  parents: readonly Choice[] | undefined;
  onChange: (part: Partial<Choice>) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function Line({ option, index, last, parents, onChange, onMove, onRemove }: LineProps) {
  const { t, say } = useLanguage();
  const look = { variant: "subtle", color: "gray", size: "sm" } as const;
  return (
    <Group gap={4} wrap="nowrap" data-testid="option">
      <TextInput size="xs" flex={2} miw={70} aria-label={t("forms.label.vi")} placeholder="vi" value={option.label.vi} onChange={(event) => onChange({ label: withVietnamese(option.label, event.currentTarget.value) })} data-testid="option-vi" />
      <TextInput size="xs" flex={2} miw={60} aria-label={t("forms.label.en")} placeholder="en" value={option.label.en} onChange={(event) => onChange({ label: { ...option.label, en: event.currentTarget.value } })} data-testid="option-en" />
      <TextInput size="xs" flex={1} miw={50} aria-label={t("forms.options.value")} value={option.value} onChange={(event) => onChange({ value: event.currentTarget.value })} data-testid="option-value" />
      {parents && (
        <Select
          size="xs"
          flex={1}
          miw={70}
          aria-label={t("forms.options.parent")}
          placeholder={t("forms.options.parent")}
          data={parents.map(({ value, label }) => ({ value, label: say(label) || value }))}
          value={option.parent ?? null}
          onChange={(parent) => onChange({ parent: parent ?? undefined })}
          clearable
        />
      )}
      <Group gap={0} wrap="nowrap">
        <ActionIcon {...look} disabled={index === 0} onClick={() => onMove(index - 1)} aria-label={t("action.up")}>
          <IconChevronUp size={14} />
        </ActionIcon>
        <ActionIcon {...look} disabled={index === last} onClick={() => onMove(index + 1)} aria-label={t("action.down")}>
          <IconChevronDown size={14} />
        </ActionIcon>
        <ActionIcon {...look} onClick={onRemove} aria-label={t("action.remove")}>
          <IconX size={14} />
        </ActionIcon>
      </Group>
    </Group>
  );
}

/** The value of an option that nobody has named otherwise follows its label. */
function renamed(option: Choice, part: Partial<Choice>, others: readonly Choice[]): Choice {
  const next = { ...option, ...part };
  const followed = option.value === "" || option.value.startsWith("option_") || option.value === nameFrom(option.label.vi);
  if (part.label && followed && part.value === undefined) {
    next.value = freeName(part.label.vi, new Set(others.map(({ value }) => value)));
  }
  if (next.parent === undefined) delete next.parent;
  return next;
}

/** The options of a choice in their order. */
export function OptionsEditor({ options, onChange, parents }: Props) {
  const { t } = useLanguage();
  const others = (index: number) => options.filter((_, place) => place !== index);
  return (
    <Stack gap={4}>
      {options.map((option, index) => (
        <Line
          key={index}
          option={option}
          index={index}
          last={options.length - 1}
          parents={parents}
          onChange={(part) => onChange(options.map((each, place) => (place === index ? renamed(each, part, others(index)) : each)))}
          onMove={(to) => onChange(moved(options, index, to))}
          onRemove={() => onChange(others(index))}
        />
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        onClick={() => onChange([...options, { value: `option_${options.length + 1}`, label: { vi: "", en: "" } }])}
        style={{ alignSelf: "flex-start" }}
        data-testid="option-add"
      >
        {t("forms.options.add")}
      </Button>
    </Stack>
  );
}
