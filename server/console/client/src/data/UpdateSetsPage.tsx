import { useState } from "react";
import { Badge, Button, Group, MultiSelect, Paper, Select, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconChecklist, IconPlus } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { FieldDefinition } from "../api/formTypes";
import { useSetup } from "../api/organisationQueries";
import type { Page } from "../api/types";
import { moved } from "../forms/edit";
import { useLanguage } from "../i18n/language";
import { SortableRows } from "../routes/SortableRows";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { type UpdateSet, tagsQuery, updateSetsQuery } from "./queries";

const attributesQuery = queryOptions({
  queryKey: ["update-set-attributes"],
  queryFn: ({ signal }) => call<Page<FieldDefinition>>("/update-sets/attributes", { signal }),
  meta: { setup: true },
});

interface Draft {
  name: string;
  tags: string[];
  attributes: string[];
}

function Attributes({ names, onChange }: { names: readonly string[]; onChange: (names: string[]) => void }) {
  const { t, say } = useLanguage();
  const known = useQuery(attributesQuery).data?.items ?? [];
  const labelOf = (name: string) => say(known.find((each) => each.name === name)?.label) || name;
  const left = known.filter(({ name }) => !names.includes(name));
  return (
    <div>
      <Text size="sm" fw={500}>
        {t("sets.attributes")}
      </Text>
      <SortableRows rows={names.map((name) => ({ id: name }))} onMove={(from, to) => onChange(moved(names, from, to))} onRemove={({ id }) => onChange(names.filter((name) => name !== id))} render={({ id }) => <Text size="sm">{labelOf(id)}</Text>} testid="set-attribute" />
      <Select
        key={names.length}
        size="sm"
        mt={6}
        placeholder={t("sets.attributes.add")}
        aria-label={t("sets.attributes.add")}
        data={left.map(({ name, label }) => ({ value: name, label: say(label) || name }))}
        value={null}
        onChange={(name) => name && onChange([...names, name])}
        searchable
        data-testid="set-attribute-add"
      />
      {names.length === 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {t("sets.attributes.none")}
        </Text>
      )}
    </div>
  );
}

function SetDialog({ set, onClose }: { set: UpdateSet | null; onClose: () => void }) {
  const { t } = useLanguage();
  const tags = useQuery(tagsQuery).data?.items ?? [];
  const [draft, setDraft] = useState<Draft>(() => ({ name: set?.name ?? "", tags: set?.tags.map(({ id }) => id) ?? [], attributes: set?.attributes.map(({ name }) => name) ?? [] }));
  const save = useSetup((wanted: Draft) => call<UpdateSet>(set ? `/update-sets/${set.id}` : "/update-sets", { method: set ? "PUT" : "POST", body: wanted }));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  function submit(): void {
    save.mutate(
      { ...draft, name: draft.name.trim() },
      {
        onSuccess: () => {
          showDone(t("sets.saved"));
          onClose();
        },
      },
    );
  }
  return (
    <Dialog title={t(set ? "sets.edit" : "sets.add")} onClose={onClose} action={t("action.save")} onAct={submit} isActing={save.isPending} disabled={draft.name.trim() === "" || draft.attributes.length === 0} error={save.error} size="lg" testid="set-form">
      <TextInput label={t("sets.name")} value={draft.name} onChange={(event) => change({ name: event.currentTarget.value })} required data-autofocus data-testid="set-name" />
      <MultiSelect label={t("sets.tags")} description={draft.tags.length === 0 ? t("sets.tags.none") : undefined} data={tags.map(({ id, name }) => ({ value: id, label: name }))} value={draft.tags} onChange={(chosen) => change({ tags: chosen })} searchable data-testid="set-tags" />
      <Attributes names={draft.attributes} onChange={(attributes) => change({ attributes })} />
    </Dialog>
  );
}

function DropSet({ set, onClose }: { set: UpdateSet; onClose: () => void }) {
  const { t } = useLanguage();
  const drop = useSetup(() => call<undefined>(`/update-sets/${set.id}`, { method: "DELETE" }));
  function submit(): void {
    drop.mutate(undefined, {
      onSuccess: () => {
        showDone(t("sets.deleted"));
        onClose();
      },
    });
  }
  return (
    <Dialog title={t("sets.delete")} onClose={onClose} action={t("sets.delete")} color="red.9" onAct={submit} isActing={drop.isPending} error={drop.error} testid="set-drop">
      <Text size="sm">{t("sets.delete.ask", { name: set.name })}</Text>
    </Dialog>
  );
}

function Card({ set, onEdit, onDrop }: { set: UpdateSet; onEdit: () => void; onDrop: () => void }) {
  const { t, say } = useLanguage();
  const mayWrite = useRight("tag.write");
  return (
    <Paper className="panel" p="md" data-testid="update-set">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Title order={2} fz="sm">
          {set.name}
        </Title>
        {mayWrite && (
          <Group gap={4} wrap="nowrap">
            <Button size="compact-xs" variant="subtle" onClick={onEdit} data-testid="set-edit">
              {t("action.edit")}
            </Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={onDrop} data-testid="set-delete">
              {t("sets.delete")}
            </Button>
          </Group>
        )}
      </Group>
      <Group gap={4} mt={6}>
        {set.tags.length === 0 && (
          <Text size="xs" c="dimmed">
            {t("sets.tags.none")}
          </Text>
        )}
        {set.tags.map((tag) => (
          <Badge key={tag.id} variant="dot" color={tag.colour ?? "gray"} tt="none" fw={500}>
            {tag.name}
          </Badge>
        ))}
      </Group>
      <Text size="sm" mt="xs">
        {set.attributes.map(({ name, label }) => say(label) || name).join(" · ")}
      </Text>
    </Paper>
  );
}

/** Update-instruction sets: which attributes of a customer an interaction asks for again (TB-55). */
export default function UpdateSetsPage() {
  const { t } = useLanguage();
  const mayWrite = useRight("tag.write");
  const sets = useQuery(updateSetsQuery);
  const [edited, edit] = useState<UpdateSet | "new" | null>(null);
  const [doomed, doom] = useState<UpdateSet | null>(null);
  return (
    <div className="page">
      <PageHead
        title={t("sets.title")}
        end={
          mayWrite && (
            <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => edit("new")} data-testid="set-add">
              {t("sets.add")}
            </Button>
          )
        }
      />
      <div className="scroll">
        <Stack maw={1000} mx="auto" p="md" gap="md">
          <Text size="sm" c="dimmed">
            {t("sets.lead")}
          </Text>
          <Read of={sets}>
            {({ items }) =>
              items.length === 0 ? (
                <Blank title={t("sets.empty")} hint={t("sets.empty.hint")} icon={<IconChecklist size={24} stroke={1.5} />} />
              ) : (
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  {items.map((set) => (
                    <Card key={set.id} set={set} onEdit={() => edit(set)} onDrop={() => doom(set)} />
                  ))}
                </SimpleGrid>
              )
            }
          </Read>
        </Stack>
      </div>
      {edited && <SetDialog set={edited === "new" ? null : edited} onClose={() => edit(null)} />}
      {doomed && <DropSet set={doomed} onClose={() => doom(null)} />}
    </div>
  );
}
