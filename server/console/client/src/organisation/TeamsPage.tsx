import { useState } from "react";
import { Avatar, Button, Group, Paper, SimpleGrid, Stack, Text, TextInput, Title, Tooltip } from "@mantine/core";
import { IconArchive, IconPencil, IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { teamsQuery, useSetup } from "../api/organisationQueries";
import type { Team } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { Dialog } from "../ui/Dialog";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { initialsOf } from "../ui/fold";
import { PeopleSelect } from "./PeopleSelect";
import { PersonSelect } from "./PersonSelect";

const FACES = 8;

interface TeamBody {
  name: string;
  leader_id: string;
  member_ids: string[];
}

function TeamForm({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t } = useLanguage();
  const [name, setName] = useState(team?.name ?? "");
  const [leaderId, setLeader] = useState(team?.leader.id ?? null);
  const [memberIds, setMembers] = useState(() => team?.members.map(({ id }) => id) ?? []);
  const save = useSetup((body: TeamBody) =>
    call<unknown>(team ? `/teams/${team.id}` : "/teams", { method: team ? "PATCH" : "POST", body }),
  );
  function submit(): void {
    if (leaderId === null) return;
    save.mutate(
      { name: name.trim(), leader_id: leaderId, member_ids: memberIds },
      {
        onSuccess: () => {
          showDone(t("action.saved"));
          onClose();
        },
      },
    );
  }
  return (
    <Dialog
      title={team ? t("teams.edit", { name: team.name }) : t("teams.add")}
      onClose={onClose}
      action={t("action.save")}
      onAct={submit}
      isActing={save.isPending}
      disabled={name.trim() === "" || leaderId === null}
      error={save.error}
      testid="team-form"
    >
      <TextInput label={t("setup.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus data-testid="team-name" />
      <PersonSelect label={t("teams.leader")} description={t("teams.leader.why")} value={leaderId} onChange={setLeader} required data-testid="team-leader" />
      <PeopleSelect label={t("teams.members")} value={memberIds} onChange={setMembers} known={team?.members ?? []} data-testid="team-members" />
    </Dialog>
  );
}

function Card({ team, onEdit }: { team: Team; onEdit: () => void }) {
  const { t } = useLanguage();
  const mayWrite = useRight("team.write");
  const archive = useSetup(() => call<unknown>(`/teams/${team.id}`, { method: "PATCH", body: { archived: true } }));
  return (
    <Paper className="panel" p="md" data-testid="team">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2} fz="md">
            {team.name}
          </Title>
          <Text size="sm" c="dimmed">
            {t("teams.led", { name: team.leader.name })}
          </Text>
        </div>
        <Text size="sm" c="dimmed">
          {t("departments.people", { n: team.members.length })}
        </Text>
      </Group>
      <Group gap={4} mt="sm">
        {team.members.slice(0, FACES).map(({ id, name }) => (
          <Tooltip key={id} label={name}>
            <Avatar size={32} radius="xl" color="teal">
              {initialsOf(name)}
            </Avatar>
          </Tooltip>
        ))}
        {team.members.length > FACES && (
          <Avatar size={32} radius="xl">
            +{team.members.length - FACES}
          </Avatar>
        )}
      </Group>
      {mayWrite && (
        <Group gap={6} mt="sm">
          <Button size="compact-sm" variant="light" leftSection={<IconPencil size={15} />} onClick={onEdit} data-testid="team-edit">
            {t("action.edit")}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconArchive size={15} />}
            loading={archive.isPending}
            onClick={() => archive.mutate(undefined, { onError: (error) => showProblem(error, t) })}
          >
            {t("setup.archive")}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

/** Teams: their leader sees what the members own, whoever manages them. */
export default function TeamsPage() {
  const { t } = useLanguage();
  const teams = useQuery(teamsQuery);
  const [edited, edit] = useState<Team | "new" | null>(null);
  const mayWrite = useRight("team.write");
  const add = mayWrite && (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => edit("new")} data-testid="team-add">
      {t("teams.add")}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t("teams.title")} end={add} />
      <div className="scroll">
        <Read of={teams}>
          {({ items }) => {
            const used = items.filter(({ archived }) => !archived);
            if (used.length === 0) {
              return <Blank title={t("teams.empty")} hint={t("teams.empty.hint")} icon={<IconUsersGroup size={24} stroke={1.5} />} />;
            }
            return (
              <Stack p="md" maw={1200}>
                <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="md">
                  {used.map((team) => (
                    <Card key={team.id} team={team} onEdit={() => edit(team)} />
                  ))}
                </SimpleGrid>
              </Stack>
            );
          }}
        </Read>
      </div>
      {edited && <TeamForm team={edited === "new" ? null : edited} onClose={() => edit(null)} />}
    </div>
  );
}
