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
import { personQuery, rightsQuery } from "../api/organisationQueries";
import type { Person, PersonDetail } from "../api/organisationTypes";
import { employeesQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { useRight, useSession } from "../shell/session";
import { Facts } from "../ui/Facts";
import { Read } from "../ui/Read";
import { formatTime } from "../ui/format";
import { initialsOf } from "../ui/fold";
import { Invite } from "./Invite";
import { Deactivate, Reactivate, Transfer } from "./Leaving";
import { MoveDialog } from "./MoveDialog";
import { PersonForm } from "./PersonForm";
import { grouped } from "./rights";
import { groupLabel } from "./rightWords";
import { usePerson } from "./usePerson";

type Act = "edit" | "move" | "invite" | "deactivate" | "reactivate" | "transfer";

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
function EffectiveRights({ person }: { person: PersonDetail }) {
  const { t, language } = useLanguage();
  const rights = useQuery(rightsQuery);
  const held = new Set(person.rights);
  return (
    <Part title={t("person.rights")}>
      <Read of={rights} rows={2}>
        {({ verbs }) => {
          const groups = grouped(verbs.filter(({ verb }) => held.has(verb)));
          if (groups.length === 0) return <Text size="sm">{t("person.rights.none")}</Text>;
          return (
            <Stack gap={6} data-testid="person-rights">
              {groups.map((one) => (
                <Text key={one.group} size="sm">
                  <Text span c="dimmed" size="sm">
                    {groupLabel(one.group, t)}:{" "}
                  </Text>
                  {one.verbs.map((verb) => verb[language]).join(", ")}
                </Text>
              ))}
            </Stack>
          );
        }}
      </Read>
    </Part>
  );
}

function Acts({ person, onAct }: { person: Person; onAct: (act: Act) => void }) {
  const { t } = useLanguage();
  const mayWrite = useRight("employee.write");
  const mayMove = useRight("employee.move");
  const mayTransfer = useRight("employee.transfer");
  const isSelf = useSession().employee.id === person.id;
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
        <Button {...look} leftSection={<IconUserCheck size={15} />} onClick={() => onAct("reactivate")} data-testid="person-reactivate">
          {t("person.reactivate")}
        </Button>
      )}
    </Group>
  );
}

function Contact({ person }: { person: PersonDetail }) {
  const { t } = useLanguage();
  const people = useQuery(employeesQuery).data?.items ?? [];
  const manager = people.find(({ id }) => id === person.manager_id);
  const [, open] = usePerson();
  return (
    <Facts
      lines={[
        [t("person.manager"), manager && <Anchor component="button" type="button" size="sm" ta="left" onClick={() => open(manager.id)}>{manager.name}</Anchor>],
        [t("teams.title"), person.teams.map(({ name }) => name).join(", ")],
        [t("person.code"), person.code],
        [t("person.phone"), person.phone && <Anchor size="sm" href={`tel:${person.phone}`}>{person.phone}</Anchor>],
        [t("person.email"), person.email && <Anchor size="sm" href={`mailto:${person.email}`}>{person.email}</Anchor>],
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
    case "reactivate":
      return <Reactivate person={person} onClose={onClose} />;
    case "transfer":
      return <Transfer person={person} onClose={onClose} />;
    case null:
      return null;
  }
}

interface OpenedProps {
  person: PersonDetail;
  act: Act | null;
  onAct: (act: Act | null) => void;
}

function Opened({ person, act, onAct }: OpenedProps) {
  const { t } = useLanguage();
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
      <Acts person={person} onAct={onAct} />
      <Contact person={person} />
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
      <Dialogs act={act} person={person} onClose={() => onAct(null)} />
    </Stack>
  );
}

/** One employee from the side: who he is, what he may do, and what can be done about it. Opened by the address. */
export function PersonDrawer() {
  const { t } = useLanguage();
  const [id, open] = usePerson();
  const [act, setAct] = useState<Act | null>(null);
  const person = useQuery(personQuery(id));
  return (
    <Drawer
      opened={id !== null}
      onClose={() => open(null)}
      // While a dialog stands over the drawer, Escape and the focus belong to the dialog.
      closeOnEscape={act === null}
      trapFocus={act === null}
      position="right"
      size={480}
      title={t("person.card")}
      closeButtonProps={{ "aria-label": t("action.close") }}
      transitionProps={{ duration: 120 }}
    >
      <Read of={person}>
        {(detail) => <Opened key={detail.id} person={detail} act={act} onAct={setAct} />}
      </Read>
    </Drawer>
  );
}
