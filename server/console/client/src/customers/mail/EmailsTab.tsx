import { useState } from "react";
import { Alert, Badge, Button, Group, Paper, Spoiler, Stack, Text } from "@mantine/core";
import { IconMail, IconRefresh, IconTemplate } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { CustomerDetail } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { formatTime } from "../../ui/format";
import { Pages } from "../activity/Pages";
import { EmailDialog } from "./EmailDialog";
import { TemplatesDialog } from "./TemplatesDialog";
import { emailPages } from "./queries";
import type { Email } from "./types";

const COLOUR = { queued: "blue", sent: "teal", failed: "red" } as const;

function Trouble({ email, mayWrite }: { email: Email; mayWrite: boolean }) {
  const { t } = useLanguage();
  const again = useAction(() => call<Email>(`/emails/${email.id}/again`, { method: "POST", body: {} }));
  const { reason } = email;
  if (reason === null) return null;
  if (email.state === "queued") {
    return (
      <Text size="xs" c="dimmed">
        {t("email.retrying", { n: email.tries })}
      </Text>
    );
  }
  return (
    <Alert color="red" p="xs" mt={6} data-testid="email-trouble">
      <Text size="sm">{t(`email.reason.${reason}`)}</Text>
      {email.answer && (
        <Text size="xs">
          {t("email.answer", { answer: email.answer })}
        </Text>
      )}
      {mayWrite && (
        <Button
          size="compact-sm"
          mt={6}
          variant="light"
          leftSection={<IconRefresh size={15} />}
          loading={again.isPending}
          onClick={() => again.mutate(undefined, { onSuccess: () => showDone(t("email.queued")), onError: (error) => showProblem(error, t) })}
          data-testid="email-again"
        >
          {t("email.again")}
        </Button>
      )}
    </Alert>
  );
}

function Card({ email, mayWrite }: { email: Email; mayWrite: boolean }) {
  const { t } = useLanguage();
  return (
    <Paper className="panel" p="sm" data-testid="email">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} size="sm" style={{ overflowWrap: "anywhere" }}>
            {email.subject}
          </Text>
          <Text size="xs" c="dimmed">
            {[email.employee.name, `→ ${email.to}`, formatTime(email.at)].join(" · ")}
          </Text>
        </div>
        <Badge variant="light" tt="none" color={COLOUR[email.state]} style={{ flexShrink: 0 }} data-testid="email-state">
          {t(`email.state.${email.state}`)}
        </Badge>
      </Group>
      <Spoiler maxHeight={78} showLabel={t("action.more")} hideLabel={t("action.close")} mt={6}>
        <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {email.text}
        </Text>
      </Spoiler>
      <Trouble email={email} mayWrite={mayWrite} />
    </Paper>
  );
}

/** What was mailed to the customer, and writing to it (TM-17). */
export function EmailsTab({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const emails = useInfiniteQuery(emailPages(customer.id));
  const [dialog, setDialog] = useState<"write" | "templates" | null>(null);
  const mayMail = useRight("customer.mail");
  const maySetUp = useRight("organisation.write") && mayMail;
  const mayWrite = mayMail && customer.level !== "view" && !customer.archived_at;
  const hasServer = emails.data?.pages[0]?.mail_server ?? true;
  const close = () => setDialog(null);
  return (
    <Stack gap="sm" maw={760}>
      {!hasServer && (
        <Alert color="yellow" data-testid="email-noserver">
          {t("email.noserver")}
        </Alert>
      )}
      {mayMail && customer.level === "view" && (
        <Text size="sm" c="dimmed">
          {t("email.viewonly")}
        </Text>
      )}
      <Group gap="xs">
        {mayWrite && (
          <Button size="xs" leftSection={<IconMail size={16} />} disabled={!hasServer} onClick={() => setDialog("write")} data-testid="email-write">
            {t("email.write")}
          </Button>
        )}
        {maySetUp && (
          <Button size="xs" variant="light" leftSection={<IconTemplate size={16} />} onClick={() => setDialog("templates")} data-testid="email-templates">
            {t("email.templates")}
          </Button>
        )}
      </Group>
      <Pages of={emails} empty={t("email.empty")}>
        {(items) => items.map((email) => <Card key={email.id} email={email} mayWrite={mayWrite && hasServer} />)}
      </Pages>
      {dialog === "write" && <EmailDialog customerId={customer.id} onClose={close} />}
      {dialog === "templates" && <TemplatesDialog onClose={close} />}
    </Stack>
  );
}
