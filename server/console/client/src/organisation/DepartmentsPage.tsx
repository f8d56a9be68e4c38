import { useState } from "react";
import { ActionIcon, Anchor, Badge, Button, Group, Menu, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconBuildingCommunity, IconDots, IconPencil, IconPlus, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { call } from "../api/client";
import { departmentsQuery, useSetup } from "../api/organisationQueries";
import type { Department, DepartmentTitle } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { showProblem } from "../ui/ErrorNotice";
import { NameDialog } from "../ui/NameDialog";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import classes from "./DepartmentsPage.module.css";

/** Which name is asked for: of a new department, of a new title in one, of a department or title that there is. */
type Asked =
  | { kind: "department" }
  | { kind: "title"; department: Department }
  | { kind: "rename"; path: string; name: string };

interface MoreProps {
  path: string;
  name: string;
  archived: boolean;
  onAsk: (asked: Asked) => void;
}

/** Renaming and putting away. */
function More({ path, name, archived, onAsk }: MoreProps) {
  const { t } = useLanguage();
  const archive = useSetup((away: boolean) => call<unknown>(path, { method: "PATCH", body: { archived: away } }));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("setup.more", { name })} data-testid="setup-more">
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onAsk({ kind: "rename", path, name })}>
          {t("setup.rename")}
        </Menu.Item>
        <Menu.Item
          leftSection={archived ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
          onClick={() => archive.mutate(!archived, { onError: (error) => showProblem(error, t) })}
        >
          {t(archived ? "setup.unarchive" : "setup.archive")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function TitleRow({ title, mayWrite, onAsk }: { title: DepartmentTitle; mayWrite: boolean; onAsk: (asked: Asked) => void }) {
  const { t } = useLanguage();
  return (
    <div className={classes.title} data-testid="title-row">
      <Text size="sm" c={title.archived ? "dimmed" : undefined}>
        {title.name}
      </Text>
      <Group gap={4} wrap="nowrap">
        <Text size="xs" c="dimmed">
          {title.archived ? t("setup.archived") : t("departments.people", { n: title.people })}
        </Text>
        {mayWrite && <More path={`/titles/${title.id}`} name={title.name} archived={title.archived ?? false} onAsk={onAsk} />}
      </Group>
    </div>
  );
}

function Card({ department, onAsk }: { department: Department; onAsk: (asked: Asked) => void }) {
  const { t } = useLanguage();
  const mayWrite = useRight("organisation.write");
  const mayGrant = useRight("right.grant");
  return (
    <Paper className="panel" p="md" data-testid="department" data-archived={department.archived || undefined}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Group gap={8}>
          <Title order={2} fz="md" c={department.archived ? "dimmed" : undefined}>
            {department.name}
          </Title>
          <Badge variant="light" color="gray" tt="none">
            {department.archived ? t("setup.archived") : t("departments.people", { n: department.people })}
          </Badge>
        </Group>
        {mayWrite && <More path={`/departments/${department.id}`} name={department.name} archived={department.archived} onAsk={onAsk} />}
      </Group>
      {department.titles.map((title) => (
        <TitleRow key={title.id} title={title} mayWrite={mayWrite} onAsk={onAsk} />
      ))}
      <Group justify="space-between" mt={8}>
        {mayWrite && !department.archived && (
          <Button
            size="compact-sm"
            variant="subtle"
            ml={-8}
            leftSection={<IconPlus size={15} />}
            onClick={() => onAsk({ kind: "title", department })}
            data-testid="title-add"
          >
            {t("departments.title.add")}
          </Button>
        )}
        {mayGrant && (
          <Anchor component={Link} to={`/rights?department=${department.id}`} size="sm">
            <Group gap={4}>
              <IconShieldCheck size={15} />
              {t("departments.rights")}
            </Group>
          </Anchor>
        )}
      </Group>
    </Paper>
  );
}

function Asking({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useLanguage();
  const post = (path: string) => (name: string) => call<unknown>(path, { method: "POST", body: { name } });
  if (asked.kind === "department") return <NameDialog title={t("departments.add")} act={post("/departments")} onClose={onClose} />;
  if (asked.kind === "title") {
    const { id, name } = asked.department;
    return <NameDialog title={t("departments.title.add.to", { name })} act={post(`/departments/${id}/titles`)} onClose={onClose} />;
  }
  const rename = (name: string) => call<unknown>(asked.path, { method: "PATCH", body: { name } });
  return <NameDialog title={t("setup.rename.of", { name: asked.name })} name={asked.name} act={rename} onClose={onClose} />;
}

/** Departments and the titles inside them; both come before rights and people. */
export default function DepartmentsPage() {
  const { t } = useLanguage();
  const departments = useQuery(departmentsQuery);
  const [asked, ask] = useState<Asked | null>(null);
  const mayWrite = useRight("organisation.write");
  const add = mayWrite && (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => ask({ kind: "department" })} data-testid="department-add">
      {t("departments.add")}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t("departments.title")} end={add} />
      <div className="scroll">
        <Read of={departments}>
          {({ items }) =>
            items.length === 0 ? (
              <Blank title={t("departments.empty")} hint={t("departments.empty.hint")} icon={<IconBuildingCommunity size={24} stroke={1.5} />} />
            ) : (
              <Stack p="md" maw={1200}>
                <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="md" className={classes.cards ?? ""}>
                  {items.map((department) => (
                    <Card key={department.id} department={department} onAsk={ask} />
                  ))}
                </SimpleGrid>
              </Stack>
            )
          }
        </Read>
      </div>
      {asked && <Asking asked={asked} onClose={() => ask(null)} />}
    </div>
  );
}
