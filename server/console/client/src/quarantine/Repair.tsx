import { useState } from "react";
import { Alert, Button, Group, JsonInput, Stack, Text } from "@mantine/core";
import type { QuarantinedOperation } from "../api/types";
import { useLanguage } from "../i18n/language";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useRelease } from "./decide";
import { faultOf, legible } from "./payload";

interface Props {
  item: QuarantinedOperation;
  onDone: () => void;
  onCancel: () => void;
}

/** Mends the operation's text; where it is wrong is told while one types. */
export function Repair({ item, onDone, onCancel }: Props) {
  const { t } = useLanguage();
  const [text, setText] = useState(() => legible(item.payload));
  const { release, isPending, error } = useRelease();
  const fault = faultOf(text);
  return (
    <Stack gap="xs">
      <JsonInput
        label={t("quarantine.repair.label")}
        description={t("quarantine.repair.hint")}
        value={text}
        onChange={setText}
        autosize
        minRows={8}
        maxRows={22}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12.5 } }}
        data-testid="repair-text"
      />
      {fault && (
        <Alert color="red" variant="light" p="xs" data-testid="repair-fault">
          <Text size="sm">{t("quarantine.repair.wrong", { ...fault })}</Text>
        </Alert>
      )}
      {error && <ErrorNotice error={error} />}
      <Group gap="xs">
        <Button size="xs" disabled={fault !== null} loading={isPending} onClick={() => release(item.id, text, onDone)} data-testid="repair-release">
          {t("quarantine.release.repaired")}
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </Group>
    </Stack>
  );
}
