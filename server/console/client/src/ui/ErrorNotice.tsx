import { Alert, Button, Code, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Problem } from "../api/client";
import { useLanguage } from "../i18n/language";
import type { Translate } from "../i18n/translate";

interface Words {
  title: string;
  detail: string;
  requestId: string | null;
}

function wordsOf(error: unknown, t: Translate): Words {
  const fallback = { title: t("error.unknown.title"), detail: t("error.unknown.detail") };
  if (!(error instanceof Problem)) return { ...fallback, requestId: null };
  if (error.code === "network") {
    return { title: t("error.network.title"), detail: t("error.network.detail"), requestId: null };
  }
  return {
    title: error.title || fallback.title,
    detail: error.detail || fallback.detail,
    requestId: error.requestId,
  };
}

interface Props {
  error: unknown;
  onRetry?: () => void;
}

/** What went wrong, as the server says it, with the request id that an administrator can look up. */
export function ErrorNotice({ error, onRetry }: Props) {
  const { t } = useLanguage();
  const words = wordsOf(error, t);
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={words.title} data-testid="problem">
      <Text size="sm">{words.detail}</Text>
      {words.requestId && <Code mt={6}>{t("error.request", { id: words.requestId })}</Code>}
      {onRetry && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={onRetry} display="block">
          {t("action.retry")}
        </Button>
      )}
    </Alert>
  );
}

/** The same as a notice that goes away by itself. */
export function showProblem(error: unknown, t: Translate): void {
  const words = wordsOf(error, t);
  const reference = words.requestId ? ` (${t("error.request", { id: words.requestId })})` : "";
  notifications.show({ color: "red", title: words.title, message: `${words.detail}${reference}`, autoClose: 9_000 });
}

export function showDone(message: string, color = "teal"): void {
  notifications.show({ color, message, autoClose: color === "teal" ? 3_500 : 9_000 });
}
