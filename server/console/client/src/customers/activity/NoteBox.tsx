import { type ChangeEvent, type KeyboardEvent, useRef, useState } from "react";
import { Badge, Button, FileButton, Group, Paper, Progress, Stack, Text, Textarea, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPaperclip, IconSend, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { colleaguesQuery } from "../../api/organisationQueries";
import type { Named } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { mentionedIn, typedMention, withMention } from "./mentions";
import { type Sent, useUpload } from "./useUpload";
import classes from "./NoteBox.module.css";

export interface NoteDraft {
  text: string;
  mentions: string[];
  files: string[];
}

interface Props {
  /** The note as it is; empty for a new one. */
  text?: string;
  mentions?: readonly Named[];
  files?: readonly { mediaId: string; name: string }[];
  isSaving: boolean;
  onSave: (draft: NoteDraft, done: () => void) => void;
  onCancel?: () => void;
}

const MOST_SUGGESTED = 6;

interface SuggestionsProps {
  word: string;
  place: number;
  onPlace: (place: number) => void;
  onChoose: (person: Named) => void;
}

/** Whose name may be meant by what is typed behind the @. */
function useSuggested(word: string | null): Named[] {
  const [q] = useDebouncedValue(word ?? "", 150);
  const found = useQuery({ ...colleaguesQuery(q.trim()), enabled: word !== null }).data?.items ?? [];
  return word === null ? [] : found.slice(0, MOST_SUGGESTED);
}

function Suggestions({ people, place, onPlace, onChoose }: Omit<SuggestionsProps, "word"> & { people: Named[] }) {
  return (
    <Paper className={classes.suggestions} shadow="md" withBorder role="listbox" data-testid="mention-list">
      {people.map((person, index) => (
        <UnstyledButton
          key={person.id}
          className={classes.suggestion}
          role="option"
          aria-selected={index === place}
          data-active={index === place || undefined}
          onMouseEnter={() => onPlace(index)}
          // The text field must keep the cursor.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(person)}
        >
          {person.name}
        </UnstyledButton>
      ))}
    </Paper>
  );
}

/** Writing a note: @ names a colleague, files go along. */
export function NoteBox({ text: first = "", mentions: named = [], files: kept = [], isSaving, onSave, onCancel }: Props) {
  const { t } = useLanguage();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(first);
  const [cursor, setCursor] = useState(first.length);
  const [chosen, setChosen] = useState<Named[]>([...named]);
  const [files, setFiles] = useState<{ mediaId: string; name: string }[]>([...kept]);
  const [place, setPlace] = useState(0);
  const { send, progress } = useUpload();
  const typed = typedMention(text, cursor);
  const people = useSuggested(typed?.word ?? null);

  function type(event: ChangeEvent<HTMLTextAreaElement>): void {
    setText(event.currentTarget.value);
    setCursor(event.currentTarget.selectionStart);
    setPlace(0);
  }
  function choose(person: Named): void {
    if (typed === null) return;
    const written = withMention(text, typed.start, cursor, person.name);
    setText(written.text);
    setCursor(written.cursor);
    setChosen([...chosen, person]);
    requestAnimationFrame(() => field.current?.setSelectionRange(written.cursor, written.cursor));
    field.current?.focus();
  }
  function press(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return save();
    const person = people[place];
    if (person === undefined) return;
    if (event.key === "ArrowDown") setPlace((place + 1) % people.length);
    else if (event.key === "ArrowUp") setPlace((place + people.length - 1) % people.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(person);
    else if (event.key === "Escape") setCursor(0);
    else return;
    event.preventDefault();
  }
  async function attach(added: File[]): Promise<void> {
    const sent: Sent[] = await send(added);
    setFiles((now) => [...now, ...sent]);
  }
  function save(): void {
    if (text.trim() === "" || isSaving || progress !== null) return;
    const draft = { text: text.trim(), mentions: mentionedIn(text, chosen).map(({ id }) => id), files: files.map(({ mediaId }) => mediaId) };
    onSave(draft, () => {
      setText("");
      setFiles([]);
      setChosen([]);
    });
  }
  return (
    <Stack gap={6}>
      <div className={classes.box}>
        <Textarea
          ref={field}
          value={text}
          onChange={type}
          onKeyDown={press}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          placeholder={t("note.placeholder")}
          aria-label={t("note.placeholder")}
          autosize
          minRows={2}
          maxRows={8}
          data-testid="note-text"
        />
        {people.length > 0 && <Suggestions people={people} place={place} onPlace={setPlace} onChoose={choose} />}
      </div>
      {files.length > 0 && (
        <Group gap={6}>
          {files.map(({ mediaId, name }) => (
            <Badge
              key={mediaId}
              variant="light"
              tt="none"
              rightSection={
                <UnstyledButton onClick={() => setFiles(files.filter((file) => file.mediaId !== mediaId))} aria-label={`${t("action.remove")} ${name}`}>
                  <IconX size={12} />
                </UnstyledButton>
              }
            >
              {name}
            </Badge>
          ))}
        </Group>
      )}
      {progress !== null && <Progress value={progress} size="sm" aria-label={t("files.sending")} />}
      <Group justify="space-between" gap="xs">
        <FileButton onChange={(added) => void attach(added)} accept="image/*,video/*,application/pdf" multiple>
          {(props) => (
            <Button {...props} size="compact-sm" variant="subtle" color="gray" leftSection={<IconPaperclip size={16} />}>
              {t("note.attach")}
            </Button>
          )}
        </FileButton>
        <Group gap="xs">
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {t("note.keys")}
          </Text>
          {onCancel && (
            <Button size="compact-sm" variant="default" onClick={onCancel}>
              {t("action.cancel")}
            </Button>
          )}
          <Button size="compact-sm" leftSection={<IconSend size={15} />} loading={isSaving} disabled={text.trim() === "" || progress !== null} onClick={save} data-testid="note-save">
            {t("action.save")}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
