import { Button, CopyButton, Group, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import classes from "./Account.module.css";

/** Shows fresh recovery codes, this once. */
export function RecoveryDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Modal opened onClose={onClose} title={t("recovery.dialog")} size="sm" closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="sm" data-testid="recovery-codes">
        <Text size="sm">{t("recovery.how")}</Text>
        <SimpleGrid cols={2} spacing={6} component="ul" className={classes.codes}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </SimpleGrid>
        <Group justify="space-between">
          <CopyButton value={codes.join("\n")}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}>
                {t(copied ? "action.copied" : "action.copy")}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose} data-testid="recovery-kept">
            {t("recovery.done")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
