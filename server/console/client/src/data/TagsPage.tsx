import { useState } from "react";
import { ActionIcon, Badge, Button, ColorInput, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconPencil, IconPlus, IconTags, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { useSetup } from "../api/organisationQueries";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { type Tag, tagsQuery } from "./queries";

const COLOURS = ["#64748b", "#0f766e", "#15803d", "#b45309", "#b91c1c", "#be185d", "#7e22ce", "#1d4ed8"];

function TagDialog({ tag, onClose }: { tag: Tag | null; onClose: () => void }) {
  const { t } = useLanguage();
  const [name, setName] = useState(tag?.name ?? "");
  const [colour, setColour] = useState(tag?.colour ?? "#64748b");
  const save = useSetup(() => call<Tag>(tag ? `/tags/${tag.id}` : "/tags", { method: tag ? "PUT" : "POST", body: { name: name.trim(), colour } }));
  function submit(): void {
    save.mutate(undefined, {
      onSuccess: () => {
        showDone(t("tags.saved"));
        onClose();
      },
    });
  }
  return (
    <Dialog title={t(tag ? "tags.edit" : "tags.add")} onClose={onClose} action={t("action.save")} onAct={submit} isActing={save.isPending} disabled={name.trim() === ""} error={save.error} size="sm" testid="tag-form">
      <TextInput label={t("tags.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus data-testid="tag-name" />
      <ColorInput label={t("tags.colour")} value={colour} onChange={setColour} format="hex" swatches={COLOURS} closeOnColorSwatchClick />
    </Dialog>
  );
}

function DropTag({ tag, onClose }: { tag: Tag; onClose: () => void }) {
  const { t } = useLanguage();
  const drop = useSetup(() => call<undefined>(`/tags/${tag.id}`, { method: "DELETE" }));
  function submit(): void {
    drop.mutate(undefined, {
      onSuccess: () => {
        showDone(t("tags.deleted"));
        onClose();
      },
    });
  }
  return (
    <Dialog title={t("tags.delete")} onClose={onClose} action={t("tags.delete")} color="red.9" onAct={submit} isActing={drop.isPending} error={drop.error} testid="tag-drop">
      <Text size="sm">{t("tags.delete.ask", { name: tag.name })}</Text>
    </Dialog>
  );
}

function Tags({ tags, onEdit, onDrop }: { tags: readonly Tag[]; onEdit: (tag: Tag) => void; onDrop: (tag: Tag) => void }) {
  const { t } = useLanguage();
  const mayWrite = useRight("tag.write");
  if (tags.length === 0) return <Blank title={t("tags.empty")} hint={t("tags.empty.hint")} icon={<IconTags size={24} stroke={1.5} />} />;
  return (
    <Table fz="sm" verticalSpacing="xs" bg="var(--tuyen-panel)">
      <Table.Tbody>
        {tags.map((tag) => (
          <Table.Tr key={tag.id} data-testid="tag-row">
            <Table.Td>
              <Badge variant="dot" color={tag.colour ?? "gray"} tt="none" size="lg" fw={500}>
                {tag.name}
              </Badge>
            </Table.Td>
            <Table.Td ta="right">
              {mayWrite && (
                <Group gap={2} justify="flex-end">
                  <ActionIcon variant="subtle" color="gray" onClick={() => onEdit(tag)} aria-label={`${t("action.edit")}: ${tag.name}`} data-testid="tag-edit">
                    <IconPencil size={16} stroke={1.6} />
                  </ActionIcon>
                  <ActionIcon variant="subtle" color="gray" onClick={() => onDrop(tag)} aria-label={`${t("tags.delete")}: ${tag.name}`} data-testid="tag-delete">
                    <IconTrash size={16} stroke={1.6} />
                  </ActionIcon>
                </Group>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The tags that customers carry and that open update sets. */
export default function TagsPage() {
  const { t } = useLanguage();
  const mayWrite = useRight("tag.write");
  const tags = useQuery(tagsQuery);
  const [edited, edit] = useState<Tag | "new" | null>(null);
  const [doomed, doom] = useState<Tag | null>(null);
  return (
    <div className="page">
      <PageHead
        title={t("tags.title")}
        end={
          mayWrite && (
            <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => edit("new")} data-testid="tag-add">
              {t("tags.add")}
            </Button>
          )
        }
      />
      <div className="scroll">
        <Stack maw={760} mx="auto" p="md">
          <Read of={tags}>{({ items }) => <Tags tags={items} onEdit={edit} onDrop={doom} />}</Read>
        </Stack>
      </div>
      {edited && <TagDialog tag={edited === "new" ? null : edited} onClose={() => edit(null)} />}
      {doomed && <DropTag tag={doomed} onClose={() => doom(null)} />}
    </div>
  );
}
