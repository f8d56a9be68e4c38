import type { FormEvent, ReactNode } from "react";
import { Button, Group, Modal, Stack } from "@mantine/core";
import type { Problem } from "../api/client";
import { useLanguage } from "../i18n/language";
import { ErrorNotice } from "./ErrorNotice";

interface Props {
  title: string;
  onClose: () => void;
  /** Words on the button that does it. */
  action: string;
  onAct: () => void;
  isActing?: boolean;
  /** Whether it cannot be done as the form stands. */
  disabled?: boolean;
  /** Colour of an act that takes something away. */
  color?: string;
  /** Words on the button that leaves. */
  dismiss?: string;
  error?: Problem | null;
  size?: string | number;
  children: ReactNode;
  testid: string;
}

/** A question with a form in it, open as long as it is mounted: Enter or the button does it, Escape leaves. */
export function Dialog({ title, onClose, action, onAct, isActing = false, disabled = false, color, dismiss, error, size = "md", children, testid }: Props) {
  const { t } = useLanguage();
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!disabled && !isActing) onAct();
  }
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": t("action.close") }}>
      <form onSubmit={submit} noValidate data-testid={testid}>
        <Stack gap="sm">
          {children}
          {error && <ErrorNotice error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} data-testid={`${testid}-dismiss`}>
              {dismiss ?? t("action.cancel")}
            </Button>
            <Button type="submit" loading={isActing} disabled={disabled} {...(color ? { color } : {})} data-testid={`${testid}-confirm`}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
