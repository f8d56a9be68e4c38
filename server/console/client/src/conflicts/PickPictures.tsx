import { Checkbox, Group } from "@mantine/core";
import type { Conflict } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Thumbnail } from "../submissions/Thumbnails";

interface Props {
  conflict: Conflict;
  value: string[];
  onChange: (value: string[]) => void;
}

/** Chooses among the pictures of both values, and of what stands now. */
export function PickPictures({ conflict, value, onChange }: Props) {
  const { t } = useLanguage();
  const all = [conflict.present, conflict.kept.value, conflict.lost.value].flatMap((ids) => (Array.isArray(ids) ? (ids as string[]) : []));
  const ids = [...new Set(all)];
  const toggle = (id: string) => onChange(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
  return (
    <Group gap="sm" flex={1} data-testid="own-value">
      {ids.map((id, index) => (
        <Checkbox.Card key={id} checked={value.includes(id)} onClick={() => toggle(id)} w="auto" p={6} aria-label={t("submission.photo", { n: index + 1 })}>
          <Group gap={6}>
            <Checkbox.Indicator size="xs" />
            <Thumbnail id={id} size={56} number={index + 1} />
          </Group>
        </Checkbox.Card>
      ))}
    </Group>
  );
}
