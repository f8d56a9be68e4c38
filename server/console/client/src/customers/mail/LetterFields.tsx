import { useRef } from "react";
import { Button, Group, Input, TextInput, Textarea } from "@mantine/core";
import type { Problem } from "../../api/client";
import { useLanguage } from "../../i18n/language";
import { withField } from "./insert";
import { MERGE_FIELDS } from "./types";

interface Props {
  subject: string;
  text: string;
  /** What was refused; the part that it is about is marked. */
  error: Problem | null;
  onChange: (part: { subject?: string; text?: string }) => void;
}

/** Subject and text of an e-mail, with buttons that put in what is filled in by itself. */
export function LetterFields({ subject, text, error, onChange }: Props) {
  const { t } = useLanguage();
  const line = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTextAreaElement>(null);
  const last = useRef<"subject" | "text">("text");
  function insert(name: string): void {
    const part = last.current;
    const field = part === "subject" ? line.current : body.current;
    const words = part === "subject" ? subject : text;
    const written = withField(words, field?.selectionStart ?? words.length, field?.selectionEnd ?? words.length, name);
    onChange({ [part]: written.text });
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(written.cursor, written.cursor);
    });
  }
  return (
    <>
      <TextInput
        ref={line}
        label={t("email.subject")}
        value={subject}
        maxLength={200}
        error={error?.members.part === "subject"}
        required
        onFocus={() => (last.current = "subject")}
        onChange={(event) => onChange({ subject: event.currentTarget.value })}
        data-testid="email-subject"
      />
      <Textarea
        ref={body}
        label={t("email.text")}
        value={text}
        maxLength={10_000}
        error={error?.members.part === "text"}
        required
        autosize
        minRows={8}
        maxRows={18}
        onFocus={() => (last.current = "text")}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        data-testid="email-text"
      />
      <Input.Wrapper label={t("email.fields")}>
        <Group gap={6} mt={4}>
          {MERGE_FIELDS.map((name) => (
            <Button key={name} size="compact-xs" variant="light" onClick={() => insert(name)} data-testid={`merge-${name}`}>
              {t(`email.field.${name}`)}
            </Button>
          ))}
        </Group>
      </Input.Wrapper>
    </>
  );
}
