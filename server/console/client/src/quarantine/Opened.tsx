import { useState } from "react";
import { Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { formsQuery } from "../api/queries";
import type { QuarantinedOperation } from "../api/types";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { vi } from "../i18n/vi";
import { useRight } from "../shell/session";
import { AnswerList } from "../submissions/AnswerList";
import { answerLines } from "../submissions/answers";
import { useLookup } from "../submissions/useLookup";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Facts } from "../ui/Facts";
import { formatTime } from "../ui/format";
import { DismissDialog } from "./DismissDialog";
import { Repair } from "./Repair";
import { useRelease } from "./decide";
import { type Content, legible, read } from "./payload";

/** A code of the contract in words; one without words as it is. */
export function useCodeText(): (code: string) => string {
  const { t } = useLanguage();
  return (code) => (`quarantine.code.${code}` in vi ? t(`quarantine.code.${code}` as MessageKey) : code);
}

/** What was filled in, by the words of its form. */
function Filled({ content }: { content: Content }) {
  const { t } = useLanguage();
  const forms = useQuery(formsQuery).data?.items ?? [];
  const lookup = useLookup();
  const lines = answerLines(forms.find(({ key }) => key === content.form), content.answers, lookup);
  if (lines.length === 0) return null;
  return (
    <div>
      <Title order={3} fz="sm" mb={4}>
        {t("quarantine.answers")}
      </Title>
      <AnswerList lines={lines} />
    </div>
  );
}

function Decision({ item }: { item: QuarantinedOperation }) {
  const { t } = useLanguage();
  if (item.state === "open") return null;
  const told = item.outcome?.s;
  const outcome = typeof told === "string" ? told : "";
  const key = `quarantine.outcome.${outcome}`;
  const words = { name: item.decided_by?.name ?? t("value.unknown"), at: formatTime(item.decided_at) };
  return (
    <div data-testid="decision">
      <Text size="sm" fw={600}>
        {t(`quarantine.decided.${item.state}` as const, words)}
      </Text>
      {item.comment && <Text size="sm">{item.comment}</Text>}
      {outcome && (
        <Text size="sm" c="dimmed">
          {t("quarantine.outcome")}: {key in vi ? t(key as MessageKey) : outcome}
        </Text>
      )}
    </div>
  );
}

function Acts({ item, onRepair, onDone }: { item: QuarantinedOperation; onRepair: () => void; onDone: () => void }) {
  const { t } = useLanguage();
  const { release, isPending, error } = useRelease();
  const [isDismissing, setDismissing] = useState(false);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button size="xs" loading={isPending} onClick={() => release(item.id, null, onDone)} data-testid="release">
          {t("quarantine.release")}
        </Button>
        <Button size="xs" variant="light" onClick={onRepair} data-testid="repair">
          {t("quarantine.repair")}
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={() => setDismissing(true)} data-testid="dismiss-open">
          {t("quarantine.dismiss")}
        </Button>
      </Group>
      {error && <ErrorNotice error={error} />}
      {isDismissing && <DismissDialog ids={[item.id]} onClose={() => setDismissing(false)} onDone={onDone} />}
    </Stack>
  );
}

/** One operation that could not be applied: why, what it says, and what to do with it. */
export function Opened({ item, onDone }: { item: QuarantinedOperation; onDone: () => void }) {
  const { t, say } = useLanguage();
  const codeText = useCodeText();
  const mayDecide = useRight("quarantine.write") && item.state === "open";
  const [isRepairing, setRepairing] = useState(false);
  const content = read(item.payload);
  return (
    <Stack gap="md">
      <Decision item={item} />
      <Facts
        lines={[
          [t("quarantine.reason"), codeText(item.code)],
          [t("quarantine.detail"), say(item.said)],
          [t("submission.employee"), item.employee?.name],
          [t("quarantine.device"), item.device?.name],
          [t("quarantine.number"), item.n === null ? t("value.unknown") : String(item.n)],
          [t("quarantine.form"), content?.form && `${content.form} v${content.version ?? "?"}`],
          [t("quarantine.occurred"), content?.occurredAt && formatTime(content.occurredAt)],
          [t("quarantine.received"), formatTime(item.received_at)],
        ]}
      />
      {mayDecide && !isRepairing && <Acts item={item} onRepair={() => setRepairing(true)} onDone={onDone} />}
      {isRepairing ? (
        <Repair item={item} onDone={onDone} onCancel={() => setRepairing(false)} />
      ) : (
        <>
          {content && <Filled content={content} />}
          <div>
            <Title order={3} fz="sm" mb={4}>
              {t("quarantine.payload")}
            </Title>
            <Code block data-testid="payload">
              {legible(item.payload)}
            </Code>
          </div>
        </>
      )}
    </Stack>
  );
}
