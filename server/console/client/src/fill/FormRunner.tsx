import { useEffect, useState } from "react";
import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle, IconVideo } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Form, Values } from "../api/formTypes";
import { useLanguage } from "../i18n/language";
import { Blank } from "../ui/Blank";
import { ErrorNotice, showDone } from "../ui/ErrorNotice";
import { Read } from "../ui/Read";
import { FillingContext } from "./context";
import { type Draft, draftKey, dropDraft, newDraft, readDraft, withoutLostFiles } from "./drafts";
import { FieldList } from "./FieldList";
import classes from "./FormRunner.module.css";
import { idOf } from "./inputs/shared";
import { type Editable, type Submitted, editedQuery, fillFormsQuery } from "./queries";
import { prefillOf, startOf } from "./runtime";
import { UploadsProvider } from "./UploadsProvider";
import { useFill } from "./useFill";
import { useRuntimeFacts } from "./useRuntimeFacts";

interface Props {
  formKey: string;
  /** The record that is edited; a new one, or none, without it. */
  record?: { kind: string; id: string };
  /** The customer that the form was opened from. */
  customerId?: string;
  /** Answers that a new form begins with. */
  given?: Values;
  /** A submission that was sent back, which this one corrects: it begins with those answers. */
  corrects?: { id: string; answers: Values };
  /** After “finish and leave”, with what the server made of it. */
  onDone?: (made: Submitted) => void;
  /** After each submission, also when another one follows. */
  onSent?: (made: Submitted) => void;
}

function About({ form }: { form: Form }) {
  const { t, say } = useLanguage();
  const purpose = say(form.purpose);
  const help = say(form.help_text);
  const url = form.help_url;
  if (!purpose && !help && !url) return null;
  return (
    <Alert variant="light" color="gray" icon={<IconInfoCircle size={18} />} p="sm">
      {purpose && <Text size="sm">{t("fill.purpose", { purpose })}</Text>}
      {help && (
        <Text size="sm" c="dimmed">
          {help}
        </Text>
      )}
      {url && /^https?:/i.test(url) && (
        <Anchor href={url} target="_blank" rel="noreferrer noopener" size="sm">
          <Group gap={6}>
            <IconVideo size={16} /> {t("fill.help")}
          </Group>
        </Anchor>
      )}
    </Alert>
  );
}

interface BodyProps {
  form: Form;
  draft: Draft;
  storageKey: string;
  isRestored: boolean;
  onFinish: (made: Submitted, another: boolean) => void;
  onDiscard: () => void;
}

function Body({ form, draft, storageKey, isRestored, onFinish, onDiscard }: BodyProps) {
  const { t } = useLanguage();
  const fill = useFill(form, draft, storageKey);
  const { filling, faulty, isTouched, isSending, refusal, hindrance } = fill;
  const [first] = faulty;
  const isEdit = draft.record !== null && draft.record.base !== null;

  function finish(another: boolean): void {
    fill.finish((made) => onFinish(made, another));
  }
  // A fault is jumped to when it appears, not again with each letter that is typed.
  const shown = faulty.length > 0;
  useEffect(() => {
    if (shown && first !== undefined) jumpTo(idOf(draft.submissionId, first));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown]);
  return (
    <FillingContext value={filling}>
      <Stack gap="md" data-testid="form" data-form={form.key}>
        <About form={form} />
        {isRestored && !isTouched && (
          <Text size="sm" c="dimmed" data-testid="restored">
            {t("fill.restored")}
          </Text>
        )}
        <FieldList fields={form.fields} prefix="" />
        <div className={classes.foot}>
          {faulty.length > 0 && (
            <Alert color="red" variant="light" p="xs" icon={<IconAlertTriangle size={18} />} data-testid="issues" role="alert">
              {t("fill.faults", { n: faulty.length })}
            </Alert>
          )}
          {hindrance && (
            <Alert color="orange" variant="light" p="xs" data-testid="hindrance">
              {t(hindrance === "nothing" ? "fill.nothing" : "fill.media.wait")}
            </Alert>
          )}
          {refusal && <ErrorNotice error={refusal} />}
          <Group gap="xs" justify="flex-end">
            {(isTouched || isRestored) && (
              <Button variant="subtle" color="gray" onClick={onDiscard} data-testid="discard">
                {t("fill.discard")}
              </Button>
            )}
            {form.actions.includes("finish_new") && !isEdit && (
              <Button variant="default" loading={isSending} onClick={() => finish(true)} data-testid="finish-new">
                {t("fill.finish_new")}
              </Button>
            )}
            {form.actions.includes("finish_exit") && (
              <Button loading={isSending} onClick={() => finish(false)} data-testid="finish-exit">
                {t("fill.finish_exit")}
              </Button>
            )}
          </Group>
        </div>
      </Stack>
    </FillingContext>
  );
}

function jumpTo(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "center" });
  const focusable = element?.matches("input, textarea") ? element : element?.querySelector<HTMLElement>("input, textarea, button");
  focusable?.focus({ preventScroll: true });
}

/** Fields of files at the top of a form; rows of groups keep theirs as they are. */
function mediaPaths(form: Form): string[] {
  return form.fields.filter(({ type }) => type === "media").map(({ name }) => name);
}

/** The form with a draft: the one that was left in this window, else a fresh one. */
function Opened({ form, edited, props, round, onRound }: { form: Form; edited: Editable | null; props: Props; round: number; onRound: () => void }) {
  const { t } = useLanguage();
  const { record, customerId, given, corrects, onDone, onSent } = props;
  const facts = useRuntimeFacts(form);
  const key = draftKey(form.key, record, customerId ?? given?.converted_from?.toString(), corrects?.id);
  const again = corrects ? { revises: corrects.id } : {};
  const [{ draft, isRestored, lost }] = useState(() => {
    const left = readDraft(key);
    // A draft of another version is finished on the form as it is now: what was typed is what counts.
    if (left) return { ...withoutLostFiles({ ...left, version: form.version }, mediaPaths(form)), isRestored: true };
    if (record && edited) {
      const prefilled = prefillOf(form, edited);
      return { draft: { ...newDraft(form.version, structuredClone(prefilled), { ...record, base: edited.version ?? 0 }, prefilled), ...again }, isRestored: false, lost: 0 };
    }
    const start = { ...startOf(form, facts, customerId), ...given, ...structuredClone(corrects?.answers ?? {}) };
    return { draft: { ...newDraft(form.version, start), ...again }, isRestored: false, lost: 0 };
  });
  function finished(made: Submitted, another: boolean): void {
    showDone(t("fill.done"));
    onSent?.(made);
    if (another || !onDone) onRound();
    else onDone(made);
  }
  function discard(): void {
    if (!window.confirm(t("fill.discard.ask"))) return;
    dropDraft(key);
    onRound();
  }
  return (
    <UploadsProvider sent={draft.sent ?? {}}>
      {lost > 0 && (
        <Alert color="orange" variant="light" p="xs" mb="sm" data-testid="files-lost">
          {t("fill.media.lost", { n: lost })}
        </Alert>
      )}
      <Body key={round} form={form} draft={draft} storageKey={key} isRestored={isRestored} onFinish={finished} onDiscard={discard} />
    </UploadsProvider>
  );
}

/** One form to be filled in and handed in: a new record, an edit of one, or a report about a customer. */
export function FormRunner(props: Props) {
  const { t } = useLanguage();
  const { formKey, record } = props;
  const [round, setRound] = useState(0);
  const forms = useQuery(fillFormsQuery);
  const edited = useQuery(editedQuery(record));
  return (
    <Read of={forms}>
      {({ items }) => {
        const form = items.find(({ key }) => key === formKey);
        if (form === undefined) return <Blank title={t("fill.missing")} hint={t("fill.missing.hint")} />;
        const opened = (found: Editable | null) => (
          <Opened key={`${formKey}/${record?.id ?? ""}/${props.customerId ?? ""}/${round}`} form={form} edited={found} props={props} round={round} onRound={() => setRound(round + 1)} />
        );
        return record ? <Read of={edited}>{opened}</Read> : opened(null);
      }}
    </Read>
  );
}
