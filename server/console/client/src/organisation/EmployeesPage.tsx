import { useState } from "react";
import { Badge, Button, Group, SegmentedControl, Table, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFileSpreadsheet, IconSearch, IconUserPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../api/organisationQueries";
import type { Person } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { formatNumber } from "../ui/format";
import { ImportPeople } from "./ImportPeople";
import { PersonDrawer } from "./PersonDrawer";
import { PersonForm } from "./PersonForm";
import { usePerson } from "./usePerson";
import classes from "./EmployeesPage.module.css";

type State = "active" | "left" | "all";
const PAGE = 100;

function Access({ person }: { person: Person }) {
  const { t } = useLanguage();
  if (person.state === "left") return <Badge variant="light" color="gray" tt="none">{t("person.left")}</Badge>;
  if (person.invited_until) return <Badge variant="light" color="amber" tt="none">{t("person.invited")}</Badge>;
  if (!person.login) return <Badge variant="outline" color="gray" tt="none">{t("person.login.none")}</Badge>;
  return (
    <Text size="sm" truncate>
      {person.login}
    </Text>
  );
}

function Row({ person, manager, onOpen }: { person: Person; manager: string | undefined; onOpen: () => void }) {
  return (
    <Table.Tr className={classes.row} onClick={onOpen} data-testid="person-row">
      <Table.Td>
        <UnstyledButton
          fz="sm"
          fw={600}
          onClick={(event) => {
            event.stopPropagation();
            onOpen();
          }}
        >
          {person.name}
        </UnstyledButton>
        <Text size="xs" c="dimmed">
          {[person.code, person.phone].filter(Boolean).join(" · ")}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{person.title}</Text>
        <Text size="xs" c="dimmed">
          {person.department}
        </Text>
      </Table.Td>
      <Table.Td className={classes.wide}>{manager}</Table.Td>
      <Table.Td className={classes.wide}>
        <Access person={person} />
      </Table.Td>
    </Table.Tr>
  );
}

function People({ people, onOpen }: { people: readonly Person[]; onOpen: (id: string) => void }) {
  const { t } = useLanguage();
  const [shown, setShown] = useState(PAGE);
  const everybody = useQuery(peopleQuery({ state: "all" })).data?.items ?? people;
  const names = new Map(everybody.map(({ id, name }) => [id, name]));
  return (
    <>
      <Table fz="sm" verticalSpacing="xs" stickyHeader className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("person.name")}</Table.Th>
            <Table.Th>{t("person.title")}</Table.Th>
            <Table.Th className={classes.wide}>{t("person.manager")}</Table.Th>
            <Table.Th className={classes.wide}>{t("person.access")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.slice(0, shown).map((person) => (
            <Row
              key={person.id}
              person={person}
              manager={person.manager_id === null ? undefined : names.get(person.manager_id)}
              onOpen={() => onOpen(person.id)}
            />
          ))}
        </Table.Tbody>
      </Table>
      {people.length > shown && (
        <Button variant="subtle" fullWidth my="xs" onClick={() => setShown(shown + PAGE)} data-testid="people-more">
          {t("action.more")} ({formatNumber(people.length - shown, 0, t)})
        </Button>
      )}
    </>
  );
}

function Buttons({ onAdd, onImport }: { onAdd: () => void; onImport: () => void }) {
  const { t } = useLanguage();
  return (
    <Group gap="xs" wrap="nowrap">
      <Button size="xs" variant="default" leftSection={<IconFileSpreadsheet size={16} />} onClick={onImport} data-testid="people-import">
        {t("import.open")}
      </Button>
      <Button size="xs" leftSection={<IconUserPlus size={16} />} onClick={onAdd} data-testid="person-add">
        {t("person.add")}
      </Button>
    </Group>
  );
}

function Filters({ state, onState, typed, onType }: { state: State; onState: (state: State) => void; typed: string; onType: (typed: string) => void }) {
  const { t } = useLanguage();
  return (
    <Group gap={6}>
      <TextInput
        size="xs"
        w={220}
        placeholder={t("people.search")}
        aria-label={t("people.search")}
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        data-testid="people-search"
      />
      <SegmentedControl
        size="xs"
        data={[
          { value: "active", label: t("people.active") },
          { value: "left", label: t("people.left") },
          { value: "all", label: t("people.all") },
        ]}
        value={state}
        onChange={(value) => onState(value)}
        aria-label={t("people.state")}
        data-testid="people-state"
      />
    </Group>
  );
}

/** The people of the organisation: adding, changing, inviting, letting go. */
export default function EmployeesPage() {
  const { t } = useLanguage();
  const [state, setState] = useState<State>("active");
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 250);
  const [dialog, setDialog] = useState<"add" | "import" | null>(null);
  const [, open] = usePerson();
  const mayWrite = useRight("employee.write");
  const people = useQuery(peopleQuery({ state, q }));
  return (
    <div className="page">
      <PageHead title={t("people.title")} end={mayWrite && <Buttons onAdd={() => setDialog("add")} onImport={() => setDialog("import")} />}>
        <Filters state={state} onState={setState} typed={typed} onType={setTyped} />
      </PageHead>
      <div className="scroll">
        <Read of={people}>
          {({ items }) =>
            items.length === 0 ? (
              <Blank title={t("people.empty")} hint={t("people.empty.hint")} icon={<IconUsersGroup size={24} stroke={1.5} />} />
            ) : (
              <People key={`${state}/${q}`} people={items} onOpen={open} />
            )
          }
        </Read>
      </div>
      {dialog === "add" && <PersonForm person={null} onClose={() => setDialog(null)} onDone={open} />}
      {dialog === "import" && <ImportPeople onClose={() => setDialog(null)} />}
      <PersonDrawer />
    </div>
  );
}
