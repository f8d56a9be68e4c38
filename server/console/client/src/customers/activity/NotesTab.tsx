import { useState } from "react";
import { ActionIcon, Anchor, Group, Mark, Menu, Paper, Stack, Text } from "@mantine/core";
import { IconDots, IconFile, IconPencil, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { call, originalUrl } from "../../api/client";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { PhotoStrip } from "../../submissions/PhotoStrip";
import { Dialog } from "../../ui/Dialog";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { formatTime } from "../../ui/format";
import { NoteBox, type NoteDraft } from "./NoteBox";
import { Pages } from "./Pages";
import { pieces } from "./mentions";
import { notePages } from "./queries";
import type { Note, NoteFile } from "./types";

const isPicture = ({ type }: NoteFile) => type.startsWith("image/") || type.startsWith("video/");

function Files({ files }: { files: NoteFile[] }) {
  const { t } = useLanguage();
  const pictures = files.filter(isPicture).map(({ media_id, state }) => ({ media_id, state, field: "files" }));
  const others = files.filter((file) => !isPicture(file));
  return (
    <>
      {pictures.length > 0 && <PhotoStrip media={pictures} />}
      {others.map(({ media_id }, index) => (
        <Anchor key={media_id} href={originalUrl(media_id)} download size="sm">
          <IconFile size={14} style={{ verticalAlign: "-2px" }} /> {t("note.file", { n: index + 1 })}
        </Anchor>
      ))}
    </>
  );
}

function NoteMenu({ onEdit, onDelete }: { onEdit: () => void; onDelete: () => void }) {
  const { t } = useLanguage();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("note.more")} data-testid="note-more">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={onEdit}>
          {t("action.edit")}
        </Menu.Item>
        <Menu.Item color="red.9" leftSection={<IconTrash size={15} />} onClick={onDelete}>
          {t("note.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Card({ note }: { note: Note }) {
  const { t } = useLanguage();
  const [mode, setMode] = useState<"edit" | "delete" | null>(null);
  const change = useAction((draft: NoteDraft) => call<Note>(`/notes/${note.id}`, { method: "PATCH", body: draft }));
  const remove = useAction(() => call<undefined>(`/notes/${note.id}`, { method: "DELETE" }));
  const close = () => setMode(null);
  const words = [note.employee.name, formatTime(note.at), note.edited_at && t("note.edited", { at: formatTime(note.edited_at) })];
  return (
    <Paper className="panel" p="sm" data-testid="note">
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Text size="xs" c="dimmed">
          {words.filter(Boolean).join(" · ")}
        </Text>
        {note.own && <NoteMenu onEdit={() => setMode("edit")} onDelete={() => setMode("delete")} />}
      </Group>
      {mode === "edit" ? (
        <NoteBox
          text={note.text}
          mentions={note.mentions}
          files={note.files.map(({ media_id }, index) => ({ mediaId: media_id, name: t("note.file", { n: index + 1 }) }))}
          isSaving={change.isPending}
          onSave={(draft) => change.mutate(draft, { onSuccess: close, onError: (error) => showProblem(error, t) })}
          onCancel={close}
        />
      ) : (
        <Stack gap={6}>
          <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {pieces(note.text, note.mentions).map(({ text, mention }, index) => (mention ? <Mark key={index} color="teal">{text}</Mark> : text))}
          </Text>
          {note.files.length > 0 && <Files files={note.files} />}
        </Stack>
      )}
      {mode === "delete" && (
        <Dialog
          title={t("note.delete.title")}
          onClose={close}
          action={t("note.delete")}
          color="red.9"
          onAct={() => remove.mutate(undefined, { onSuccess: close })}
          isActing={remove.isPending}
          error={remove.error}
          testid="note-delete"
        >
          <Text size="sm">{t("note.delete.hint")}</Text>
        </Dialog>
      )}
    </Paper>
  );
}

/** What people wrote down about the customer, and writing more (TM-16). */
export function NotesTab({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  const notes = useInfiniteQuery(notePages(customerId));
  const add = useAction((draft: NoteDraft) => call<Note>(`/customers/${customerId}/notes`, { method: "POST", body: draft }));
  function save(draft: NoteDraft, done: () => void): void {
    add.mutate(draft, {
      onSuccess: () => {
        showDone(t("note.saved"));
        done();
      },
      onError: (error) => showProblem(error, t),
    });
  }
  return (
    <Stack gap="sm" maw={760}>
      <NoteBox isSaving={add.isPending} onSave={save} />
      <Pages of={notes} empty={t("note.empty")}>
        {(items) => items.map((note) => <Card key={note.id} note={note} />)}
      </Pages>
    </Stack>
  );
}
