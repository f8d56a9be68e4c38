import { useEffect, useMemo, useRef, useState } from "react";
import { Button, Group, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { Form } from "../api/formTypes";
import { FillingContext, type Filling } from "../fill/context";
import { newDraft } from "../fill/drafts";
import { FieldList } from "../fill/FieldList";
import { answerAt, withAnswer } from "../fill/paths";
import { dependants, scopeAt, settle, startOf } from "../fill/runtime";
import { UploadsProvider } from "../fill/UploadsProvider";
import { useRuntimeFacts } from "../fill/useRuntimeFacts";
import { useLanguage } from "../i18n/language";
import classes from "./builder.module.css";

/** The answers of somebody who tries the form out, and what the form's rules make of them. */
function useTrial(form: Form): Filling {
  const { t, language } = useLanguage();
  const facts = useRuntimeFacts(form);
  const [draft, setDraft] = useState(() => newDraft(form.version, startOf(form, facts, undefined)));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const settled = useMemo(() => settle(form, draft, facts), [form, draft, facts]);
  return {
    form,
    values: settled.values,
    readings: {},
    submissionId: draft.submissionId,
    prefilled: null,
    preview: true,
    look: (field, path) => ({
      shown: !settled.hidden.has(path),
      required: settled.required.has(path),
      // What was never touched is not yet wrong.
      fault: touched.has(path) ? settled.issues[path]?.text(t, language) : undefined,
      calculated: field.calculate !== undefined,
    }),
    scope: (path) => scopeAt(settled.values, path),
    change: (path, value) => {
      setTouched((now) => new Set([...now, path]));
      setDraft((now) => {
        const emptied = dependants(form, path, answerAt(now.values, path), value);
        return { ...now, values: emptied.reduce((left, each) => withAnswer(left, each, null), withAnswer(now.values, path, value)) };
      });
    },
    fillIn: (answers) => setDraft((now) => ({ ...now, values: { ...now.values, ...answers } })),
    read: () => undefined,
  };
}

/** Scrolls the phone's own screen to a field, and nothing else of the page. */
function useSight(name: string | undefined) {
  const screen = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const field = name === undefined ? null : screen.current?.querySelector<HTMLElement>(`[data-testid="field-${name}"]`);
    if (field) screen.current?.scrollTo({ top: field.offsetTop - 90 });
  }, [name]);
  return screen;
}

function Screen({ form, sight }: { form: Form; sight: string | undefined }) {
  const { t, say } = useLanguage();
  const filling = useTrial(form);
  const screen = useSight(sight);
  return (
    <div className={classes.phone} data-testid="preview">
      <div className={classes.bar}>{say(form.title)}</div>
      <div className={classes.screen} ref={screen}>
        {say(form.help_text) && (
          <Text size="xs" c="dimmed" mb="sm">
            {say(form.help_text)}
          </Text>
        )}
        <UploadsProvider>
          <FillingContext value={filling}>
            <FieldList fields={form.fields} prefix="" />
          </FillingContext>
        </UploadsProvider>
      </div>
      <div className={classes.buttons}>
        {form.actions.includes("finish_new") && (
          <Button variant="default" size="xs">
            {t("fill.finish_new")}
          </Button>
        )}
        {form.actions.includes("finish_exit") && <Button size="xs">{t("fill.finish_exit")}</Button>}
      </div>
    </div>
  );
}

/** The form as a phone will show it, by the same rules; what is tried there goes nowhere. */
export function PhonePreview({ form, sight }: { form: Form; sight?: string | undefined }) {
  const { t } = useLanguage();
  const [round, setRound] = useState(0);
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text fw={600} size="sm">
          {t("forms.preview")}
        </Text>
        <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconRefresh size={13} />} onClick={() => setRound(round + 1)}>
          {t("forms.preview.reset")}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mb="sm">
        {t("forms.preview.hint")}
      </Text>
      <Screen key={round} form={form} sight={sight} />
    </div>
  );
}
