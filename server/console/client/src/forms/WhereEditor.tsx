import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useLanguage } from "../i18n/language";

type Where = Record<string, unknown>;
type Line = [path: string, value: string];

function linesOf(where: Where): Line[] {
  return Object.entries(where).map(([path, value]) => [path, typeof value === "string" ? value : JSON.stringify(value)]);
}

/** What was typed as the value it means: true, false, null and numbers as such, all else as a text. */
function meant(typed: string): unknown {
  if (["true", "false", "null"].includes(typed) || /^-?\d+(\.\d+)?$/.test(typed)) return JSON.parse(typed);
  return typed;
}

/** Which records a reference offers. */
export function WhereEditor({ where, onChange }: { where: Where; onChange: (where: Where) => void }) {
  const { t } = useLanguage();
  const [lines, setLines] = useState(() => linesOf(where));
  function set(next: Line[]): void {
    setLines(next);
    onChange(Object.fromEntries(next.filter(([path]) => path.trim() !== "").map(([path, value]) => [path.trim(), meant(value)])));
  }
  return (
    <Input.Wrapper label={t("forms.where")} size="xs" labelElement="div">
      <Stack gap={4} pt={4}>
        {lines.map(([path, value], index) => (
          <Group key={index} gap={4} wrap="nowrap">
            <TextInput size="xs" flex={1} placeholder={t("forms.where.path")} aria-label={t("forms.where.path")} value={path} onChange={(event) => set(lines.map((line, place) => (place === index ? [event.currentTarget.value, value] : line)))} />
            <TextInput size="xs" flex={1} placeholder={t("forms.where.value")} aria-label={t("forms.where.value")} value={value} onChange={(event) => set(lines.map((line, place) => (place === index ? [path, event.currentTarget.value] : line)))} />
            <ActionIcon variant="subtle" color="gray" onClick={() => set(lines.filter((_, place) => place !== index))} aria-label={t("action.remove")}>
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={() => set([...lines, ["", ""]])} style={{ alignSelf: "flex-start" }}>
          {t("forms.where.add")}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
