import { useState } from "react";
import { ActionIcon, Badge, Button, Group, Paper, Stack, Text, TextInput, Textarea, Title } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { call } from "../../api/client";
import { useSetup } from "../../api/organisationQueries";
import { customerPagesQuery } from "../../api/queries";
import type { Named } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { LoadingRows } from "../../ui/Blank";
import { ErrorNotice, showDone } from "../../ui/ErrorNotice";
import { Read } from "../../ui/Read";
import { type Group as CustomerGroup, groupsQuery } from "../list/queries";
import { DeleteGroup } from "./DeleteGroup";
import { MemberPicker } from "./MemberPicker";
import { type Draft, isComplete, withChosen, withoutMember } from "./members";

interface LineProps {
  member: Named;
  isNew: boolean;
  onRemove: () => void;
}

function Member({ member, isNew, onRemove }: LineProps) {
  const { t } = useLanguage();
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs" py={3} data-testid="group-member">
      <Text size="sm" truncate>
        {member.name}
        {isNew && (
          <Badge size="xs" variant="light" tt="none" ml={6}>
            {t("groups.member.new")}
          </Badge>
        )}
      </Text>
      <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={`${t("action.remove")} ${member.name}`}>
        <IconX size={15} />
      </ActionIcon>
    </Group>
  );
}

/** Who is in the group now, as the draft has it: members read page by page. */
function Members({ groupId, draft, onChange }: { groupId: string | null; draft: Draft; onChange: (draft: Draft) => void }) {
  const { t } = useLanguage();
  const [isPicking, setPicking] = useState(false);
  const answer = useInfiniteQuery({ ...customerPagesQuery({ group_id: groupId, limit: 100 }), enabled: groupId !== null });
  const members = groupId === null ? [] : (answer.data?.pages.flatMap(({ items }) => items) ?? []);
  const kept = members.filter(({ id }) => !draft.removed.has(id));
  const all = new Set([...kept, ...draft.added].map(({ id }) => id));
  return (
    <div>
      <Group justify="space-between" mb={6}>
        <Text size="sm" fw={600}>
          {t("groups.members")}
        </Text>
        <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={() => setPicking(true)} data-testid="group-pick">
          {t("groups.members.add")}
        </Button>
      </Group>
      <Paper className="panel" px="sm" py={4} mah="44dvh" style={{ overflow: "auto" }}>
        {draft.added.map((member) => (
          <Member key={member.id} member={member} isNew onRemove={() => onChange(withoutMember(draft, member.id))} />
        ))}
        {kept.map((member) => (
          <Member key={member.id} member={member} isNew={false} onRemove={() => onChange(withoutMember(draft, member.id))} />
        ))}
        {groupId !== null && answer.isPending && <LoadingRows rows={3} height={28} />}
        {answer.error && <ErrorNotice error={answer.error} />}
        {all.size === 0 && (groupId === null || answer.isSuccess) && (
          <Text size="sm" c="dimmed" py={6}>
            {t("groups.members.none")}
          </Text>
        )}
        {answer.hasNextPage && (
          <Button variant="subtle" fullWidth size="compact-sm" loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t("action.more")}
          </Button>
        )}
      </Paper>
      {draft.removed.size > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {t("groups.members.removed", { n: draft.removed.size })}
        </Text>
      )}
      {isPicking && (
        <MemberPicker
          members={all}
          onSkip={() => setPicking(false)}
          onChoose={(chosen) => {
            onChange(withChosen(draft, chosen));
            setPicking(false);
          }}
        />
      )}
    </div>
  );
}

async function keep(groupId: string | null, draft: Draft): Promise<unknown> {
  const words = { name: draft.name.trim(), description: draft.description.trim() };
  const added = draft.added.map(({ id }) => id);
  if (groupId === null) return call<CustomerGroup>("/customer-groups", { method: "POST", body: { ...words, ids: added } });
  return call<CustomerGroup>(`/customer-groups/${groupId}`, { method: "PATCH", body: { ...words, add: added, remove: [...draft.removed] } });
}

function GroupForm({ group }: { group: CustomerGroup | null }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>({ name: group?.name ?? "", description: group?.description ?? "", added: [], removed: new Set() });
  const [wasTried, setTried] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const save = useSetup((wanted: Draft) => keep(group?.id ?? null, wanted));
  const leave = () => void navigate("/customer-groups");
  const lack = (text: string) => (wasTried && text.trim() === "" ? t("groups.required") : undefined);
  function submit(): void {
    setTried(true);
    if (!isComplete(draft)) return;
    save.mutate(draft, {
      onSuccess: () => {
        showDone(t(group ? "groups.updated" : "groups.saved", { name: draft.name.trim() }));
        leave();
      },
    });
  }
  return (
    <Stack gap="md" p="md" maw={760} w="100%" mx="auto" data-testid="group-form">
      <Title order={1} fz="lg">
        {t(group ? "groups.edit.title" : "groups.new.title")}
      </Title>
      <TextInput label={t("groups.name")} value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} error={lack(draft.name)} required data-testid="group-name" />
      <Textarea
        label={t("groups.description")}
        value={draft.description}
        onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
        error={lack(draft.description)}
        autosize
        minRows={2}
        required
        data-testid="group-description"
      />
      <Members groupId={group?.id ?? null} draft={draft} onChange={setDraft} />
      {save.error && <ErrorNotice error={save.error} />}
      <Group justify="space-between">
        {group ? (
          <Button variant="subtle" color="red" onClick={() => setDeleting(true)} data-testid="group-form-delete">
            {t("groups.delete")}
          </Button>
        ) : (
          <span />
        )}
        <Group gap="xs">
          <Button variant="default" onClick={leave} data-testid="group-back">
            {t("groups.back")}
          </Button>
          <Button loading={save.isPending} onClick={submit} data-testid="group-save">
            {t(group ? "groups.update" : "action.save")}
          </Button>
        </Group>
      </Group>
      {isDeleting && group && <DeleteGroup group={group} onClose={() => setDeleting(false)} onDone={leave} />}
    </Stack>
  );
}

/** Making a group of customers, or changing one; nothing is kept before "Lưu" or "Cập nhật". */
export default function GroupPage() {
  const { groupId = "new" } = useParams();
  const { t } = useLanguage();
  const groups = useQuery({ ...groupsQuery(), enabled: groupId !== "new" });
  if (groupId === "new") return <div className="page"><div className="scroll"><GroupForm group={null} /></div></div>;
  return (
    <div className="page">
      <div className="scroll">
        <Read of={groups}>
          {({ items }) => {
            const group = items.find(({ id }) => id === groupId);
            return group ? <GroupForm key={group.id} group={group} /> : <Text p="md">{t("groups.gone")}</Text>;
          }}
        </Read>
      </div>
    </div>
  );
}
