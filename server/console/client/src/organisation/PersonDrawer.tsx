import { type ReactNode, useState } from "react";
import { Anchor, Avatar, Badge, Button, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import {
  IconArrowsMove,
  IconDeviceMobile,
  IconPencil,
  IconTransfer,
  IconUserCheck,
  IconUserMinus,
  IconMailForward,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { call } from "../api/client";
import { peopleQuery, rightsQuery, useSetup } from "../api/organisationQueries";
import type { Person } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight, useSession } from "../shell/session";
import { Blank } from "../ui/Blank";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { Facts } from "../ui/Facts";
import { Read } from "../ui/Read";
import { formatTime } from "../ui/format";
import { initialsOf } from "../ui/fold";
import { Invite } from "./Invite";
import { Deactivate, Transfer } from "./Leaving";
import { MoveDialog } from "./MoveDialog";
import { PersonForm } from "./PersonForm";
import { effective, grouped } from "./rights";
import { groupLabel } from "./rightWords";
import { usePerson } from "./usePerson";

type Act = "edit" | "move" | "invite" | "deactivate" | "transfer";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} fz="sm" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

/** What the person's title and department let him do. */
function EffectiveRights({ person }: { person: Person }) {
  const { t, language } = useLanguage();
  const rights = useQuery(rightsQuery);
  return (
    <Part title={t("person.rights")}>
      <Read of={rights} rows={2}>
        {(matrix) => {
          const groups = grouped(effective(matrix, person.title_id));
          if (groups.length === 0) return <Text size="sm">{t("person.rights.none")}</Text>;
          return (
            <Stack gap={6} data-testid="person-rights">
              {groups.map(({ group, verbs }) => (
                <Text key={group} size="sm">
                  <Text span c="dimmed" size="sm">
                    {groupLabel(group, t)}:{" "}
                  </Text>
                  {verbs.map((verb) => verb[language]).join(", ")}
                </Text>
              ))}
            </Stack>
          );
        }}
      </Read>
    </Part>
  );
}

function useReactivate(person: Person) {
  const { t } = useLanguage();
  const back = useSetup(() => call<unknown>(`/employees/${person.id}/reactivate`, { method: "POST", body: {} }));
  const act = () =>
    back.mutate(undefined, {
      onSuccess: () => showDone(t("person.back", { name: person.name })),
      onError: (error) => showProblem(error, t),
    });
  return { act, isPending: back.isPending };
}

function Acts({ person, onAct }: { person: Person; onAct: (act: Act) => void }) {
  const { t } = useLanguage();
  const mayWrite = useRight("employee.write");
  const mayMove = useRight("employee.move");
  const mayTransfer = useRight("employee.transfer");
  const isSelf = useSession().employee.id === person.id;
  const back = useReactivate(person);
  const isActive = person.state === "active";
  const look = { size: "compact-sm", variant: "light" } as const;
  return (
    <Group gap={6}>
      {mayWrite && (
        <Button {...look} leftSection={<IconPencil size={15} />} onClick={() => onAct("edit")} data-testid="person-edit">
          {t("action.edit")}
        </Button>
      )}
      {mayMove && isActive && !isSelf && (
        <Button {...look} leftSection={<IconArrowsMove size={15} />} onClick={() => onAct("move")} data-testid="person-move">
          {t("move.open")}
        </Button>
      )}
      {mayWrite && isActive && (
        <Button {...look} leftSection={<IconMailForward size={15} />} onClick={() => onAct("invite")} data-testid="person-invite">
          {t("invite.open")}
        </Button>
      )}
      {mayTransfer && (
        <Button {...look} leftSection={<IconTransfer size={15} />} onClick={() => onAct("transfer")} data-testid="person-transfer">
          {t("transfer.open")}
        </Button>
      )}
      {mayWrite && isActive && !isSelf && (
        <Button {...look} color="red" leftSection={<IconUserMinus size={15} />} onClick={() => onAct("deactivate")} data-testid="person-deactivate">
          {t("leave.open")}
        </Button>
      )}
      {mayWrite && !isActive && (
        <Button {...look} leftSection={<IconUserCheck size={15} />} loading={back.isPending} onClick={back.act} data-testid="person-reactivate">
          {t("person.reactivate")}
        </Button>
      )}
    </Group>
  );
}

function Contact({ person, people }: { person: Person; people: readonly Person[] }) {
  const { t } = useLanguage();
  const manager = people.find(({ id }) => id === person.manager_id);
  const [, open] = usePerson();
  return (
    <Facts
      lines={[
        [t("person.manager"), manager && <Anchor component="button" type="button" size="sm" ta="left" onClick={() => open(manager.id)}>{manager.name}</Anchor>],
        [t("person.code"), person.code],
        [t("person.phone"), person.phone && <Anchor href={`tel:${person.phone}`}>{person.phone}</Anchor>],
        [t("person.email"), person.email && <Anchor href={`mailto:${person.email}`}>{person.email}</Anchor>],
        [t("person.login"), person.login ?? t("person.login.none")],
        [t("invite.open"), person.invited_until && t("invite.until", { at: formatTime(person.invited_until) })],
      ]}
    />
  );
}

function Dialogs({ act, person, onClose }: { act: Act | null; person: Person; onClose: () => void }) {
  switch (act) {
    case "edit":
      return <PersonForm person={person} onClose={onClose} />;
    case "move":
      return <MoveDialog personId={person.id} managerId={null} onClose={onClose} />;
    case "invite":
      return <Invite person={person} onClose={onClose} />;
    case "deactivate":
      return <Deactivate person={person} onClose={onClose} />;
    case "transfer":
      return <Transfer person={person} onClose={onClose} />;
    case null:
      return null;
  }
}

function Opened({ person, people }: { person: Person; people: readonly Person[] }) {
  const { t } = useLanguage();
  const [act, setAct] = useState<Act | null>(null);
  const seesDevices = useRight("device.read");
  const seesRights = useRight("right.grant");
  return (
    <Stack gap="lg" data-testid="person-card" data-person-id={person.id}>
      <Group gap="sm" wrap="nowrap">
        <Avatar size={48} radius="xl" color={person.state === "active" ? "teal" : "gray"}>
          {initialsOf(person.name)}
        </Avatar>
        <div>
          <Title order={2} fz="lg">
            {person.name}
          </Title>
          <Text size="sm" c="dimmed">
            {[person.title, person.department].filter(Boolean).join(" · ")}
          </Text>
        </div>
        {person.state === "left" && (
          <Badge color="gray" tt="none">
            {t("person.left")}
          </Badge>
        )}
      </Group>
      <Acts person={person} onAct={setAct} />
      <Contact person={person} people={people} />
      {seesDevices && (
        <Part title={t("person.devices")}>
          <Anchor component={Link} to={`/devices?employee=${person.id}`} size="sm">
            <Group gap={6}>
              <IconDeviceMobile size={16} />
              {t("person.devices.open")}
            </Group>
          </Anchor>
        </Part>
      )}
      {seesRights && <EffectiveRights person={person} />}
      <Dialogs act={act} person={person} onClose={() => setAct(null)} />
    </Stack>
  );
}

/** One employee from the side: who he is, what he may do, and what can be done about it. Opened by the address. */
export function PersonDrawer() {
  const { t } = useLanguage();
  const [id, open] = usePerson();
  const people = useQuery({ ...peopleQuery({ state: "all" }), enabled: id !== null });
  return (
    <Drawer
      opened={id !== null}
      onClose={() => open(null)}
      position="right"
      size={480}
      title={t("person.card")}
      closeButtonProps={{ "aria-label": t("action.close") }}
      transitionProps={{ duration: 120 }}
    >
      <Read of={people}>
        {({ items }) => {
          const person = items.find((one) => one.id === id);
          return person ? (
            <Opened key={person.id} person={person} people={items} />
          ) : (
            <Blank title={t("person.unseen")} hint={t("person.unseen.hint")} />
          );
        }}
      </Read>
    </Drawer>
  );
}
