import { Group, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import type { Draft } from "./draft";

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  readOnly: boolean;
}

/** Name, description and status. */
export function RouteFacts({ draft, onChange, readOnly }: Props) {
  const { t } = useLanguage();
  const statuses = [
    { value: "active", label: t("routes.status.active") },
    { value: "stopped", label: t("routes.status.stopped") },
  ];
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        <TextInput
          flex={1}
          label={t("routes.name")}
          value={draft.name}
          readOnly={readOnly}
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
          data-testid="route-edit-name"
        />
        <SegmentedControl
          data={statuses}
          value={draft.status}
          readOnly={readOnly}
          onChange={(status) => onChange({ ...draft, status: status as Draft["status"] })}
          aria-label={t("routes.status")}
          data-testid="route-status"
        />
      </Group>
      <Textarea
        label={t("routes.description")}
        value={draft.description}
        readOnly={readOnly}
        onChange={(event) => onChange({ ...draft, description: event.currentTarget.value })}
        autosize
        minRows={1}
      />
    </Stack>
  );
}
