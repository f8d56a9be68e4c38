import { useMemo, useState } from "react";
import { Badge, Button, Code, Drawer, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Query } from "../api/client";
import { departmentsQuery, historyQuery, poolsQuery, rightsQuery, teamsQuery } from "../api/organisationQueries";
import type { HistoryEntry } from "../api/organisationTypes";
import { employeesQuery } from "../api/queries";
import type { Named } from "../api/types";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { Facts } from "../ui/Facts";
import { Read } from "../ui/Read";
import { formatTime } from "../ui/format";
import { type Run, type ValueWords, actionText, detailLines, kindText, runsOf } from "./words";
import classes from "./HistoryList.module.css";

const LINKED: Record<string, string> = { customer: "/customers/", route: "/routes/", employee: "/employees?person=" };

/** Names for the ids and rights that details speak of, as far as the reader knows them. */
function useWords(): ValueWords {
  const { t, language } = useLanguage();
  const employees = useQuery(employeesQuery).data?.items;
  const departments = useQuery(departmentsQuery).data?.items;
  const teams = useQuery(teamsQuery).data?.items;
  const pools = useQuery(poolsQuery).data?.items;
  const rights = useQuery({ ...rightsQuery, enabled: useRight("right.grant") }).data?.verbs;
  return useMemo(() => {
    const titles = departments?.flatMap((department) => [department, ...department.titles]);
    const all: Named[] = [employees, titles, teams, pools].flatMap<Named>((named) => named ?? []);
    const names = new Map(all.map(({ id, name }) => [id, name]));
    const verbs = new Map(rights?.map((verb) => [verb.verb, verb[language]]));
    return { t, nameOf: (id) => names.get(id), verbOf: (verb) => verbs.get(verb) };
  }, [employees, departments, teams, pools, rights, t, language]);
}

function Detail({ entry, words }: { entry: HistoryEntry; words: ValueWords }) {
  const { t } = useLanguage();
  const lines = detailLines(entry.detail, words);
  const changed = lines.filter(({ before }) => before !== null);
  const told = lines.filter(({ before }) => before === null);
  return (
    <Stack gap="sm">
      {changed.length > 0 && (
        <Table fz="sm" withTableBorder data-testid="history-change">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("history.field")}</Table.Th>
              <Table.Th>{t("submission.change.before")}</Table.Th>
              <Table.Th>{t("submission.change.after")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changed.map(({ field, label, before, after }) => (
              <Table.Tr key={field}>
                <Table.Td c="dimmed">{label}</Table.Td>
                <Table.Td className={classes.value}>{before}</Table.Td>
                <Table.Td className={classes.value} fw={600}>
                  {after}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {told.length > 0 && <Facts lines={told.map(({ label, after }) => [label, after])} />}
      {lines.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("history.nodetail")}
        </Text>
      )}
    </Stack>
  );
}

function Opened({ run: { newest: entry, oldest, count } }: { run: Run }) {
  const { t } = useLanguage();
  const words = useWords();
  const path = entry.kind && entry.record_id ? LINKED[entry.kind] : undefined;
  return (
    <Stack gap="md" data-testid="history-detail">
      <Facts
        lines={[
          [t("history.when"), formatTime(entry.at)],
          [t("history.who"), entry.employee?.name ?? t("history.system")],
          [kindText(entry.kind, t) || t("history.record"), entry.label ?? entry.record_id?.slice(-6)],
          [t("history.device"), entry.device?.name],
          [t("history.ip"), entry.ip],
          [t("history.number"), String(entry.n)],
          [t("history.repeated"), count > 1 && t("history.repeated.since", { n: count, at: formatTime(oldest.at) })],
        ]}
      />
      <Detail entry={entry} words={words} />
      {path && (
        <Button component={Link} to={`${path}${entry.record_id}`} variant="light" size="compact-sm" className={classes.link ?? ""}>
          {t("history.open")}
        </Button>
      )}
      {entry.request_id && <Code>{t("error.request", { id: entry.request_id })}</Code>}
    </Stack>
  );
}

function Row({ run: { newest: entry, count }, onOpen }: { run: Run; onOpen: () => void }) {
  const { t } = useLanguage();
  return (
    <Table.Tr className={classes.row} onClick={onOpen} data-testid="history-row" data-action={entry.action}>
      <Table.Td className={classes.time}>{formatTime(entry.at)}</Table.Td>
      <Table.Td>{entry.employee?.name ?? <Text size="sm" c="dimmed">{t("history.system")}</Text>}</Table.Td>
      <Table.Td>
        <UnstyledButton
          fz="sm"
          fw={500}
          onClick={(event) => {
            event.stopPropagation();
            onOpen();
          }}
        >
          {actionText(entry.action, t)}
        </UnstyledButton>
        {count > 1 && (
          <Text span size="xs" c="dimmed" ml={6} title={t("history.repeated")}>
            × {count}
          </Text>
        )}
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {entry.label}
        </Text>
      </Table.Td>
      <Table.Td className={classes.wide}>
        {entry.kind && (
          <Badge variant="light" color="gray" tt="none" mr={6}>
            {kindText(entry.kind, t)}
          </Badge>
        )}
        {entry.label}
      </Table.Td>
      <Table.Td className={classes.wide}>{entry.device?.name ?? t("history.console")}</Table.Td>
    </Table.Tr>
  );
}

interface Props {
  query: Query;
  /** Only what concerned this customer. */
  customerId?: string | null;
}

/** Who did what and when, newest first; each entry opens with what stood before and after. */
export function HistoryList({ query, customerId = null }: Props) {
  const { t } = useLanguage();
  const pages = useInfiniteQuery(historyQuery(query, customerId));
  const [opened, open] = useState<Run | null>(null);
  return (
    <Read of={pages}>
      {(answer) => {
        const entries = answer.pages.flatMap(({ items }) => items);
        if (entries.length === 0) {
          return <Blank title={t("history.empty")} hint={t("history.empty.hint")} icon={<IconHistory size={24} stroke={1.5} />} />;
        }
        return (
          <>
            <Table fz="sm" verticalSpacing={6} stickyHeader className={classes.table}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("history.when")}</Table.Th>
                  <Table.Th>{t("history.who")}</Table.Th>
                  <Table.Th>{t("history.what")}</Table.Th>
                  <Table.Th className={classes.wide}>{t("history.record")}</Table.Th>
                  <Table.Th className={classes.wide}>{t("history.where")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {runsOf(entries).map((run) => (
                  <Row key={run.newest.n} run={run} onOpen={() => open(run)} />
                ))}
              </Table.Tbody>
            </Table>
            {pages.hasNextPage && (
              <Button variant="subtle" fullWidth my="xs" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()} data-testid="history-more">
                {t("action.more")}
              </Button>
            )}
            <Drawer
              opened={opened !== null}
              onClose={() => open(null)}
              position="right"
              size={520}
              title={opened && actionText(opened.newest.action, t)}
              closeButtonProps={{ "aria-label": t("action.close") }}
            >
              {opened && <Opened run={opened} />}
            </Drawer>
          </>
        );
      }}
    </Read>
  );
}
