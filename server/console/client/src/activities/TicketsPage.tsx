import { useState } from "react";
import { Button, Group, SegmentedControl, Text } from "@mantine/core";
import { IconPlus, IconTicket } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { employeesQuery } from "../api/queries";
import { pagesQuery } from "../api/recordQueries";
import type { Ticket } from "../api/recordTypes";
import type { Page } from "../api/types";
import { useMayFill } from "../catalogue/NewByForm";
import { useChoiceWords } from "../catalogue/words";
import { choiceListsQuery } from "../data/queries";
import { useLanguage } from "../i18n/language";
import { CustomerName } from "../ui/CustomerName";
import { Filter } from "../ui/Filter";
import { LateMark } from "../ui/LateMark";
import { type Column, ListFrame } from "../ui/ListFrame";
import { PageHead } from "../ui/PageHead";
import { formatTime } from "../ui/format";
import { Deadline } from "./Deadline";
import { TicketStateMark } from "./TicketStateMark";

type Shown = "unresolved" | "overdue" | "all";

interface TicketPage extends Page<Ticket> {
  /** How many of all that one sees are late. */
  overdue: number;
}

function useColumns(): Column<Ticket>[] {
  const { t } = useLanguage();
  const words = useChoiceWords();
  return [
    {
      key: "code",
      label: t("tickets.code"),
      cell: ({ code, customer }) => (
        <>
          <Text size="sm" fw={600}>
            {code}
          </Text>
          <CustomerName customer={customer} />
        </>
      ),
    },
    {
      key: "problem",
      label: t("tickets.problem"),
      cell: ({ problem, detail }) => (
        <>
          <Text size="sm">{words("support_problems", problem)}</Text>
          <Text size="xs" c="dimmed" lineClamp={1}>
            {detail}
          </Text>
        </>
      ),
    },
    { key: "due", label: t("tickets.due"), cell: ({ due_at, overdue, state }) => <Deadline at={due_at} overdue={overdue} finished={state === "resolved" || state === "closed"} /> },
    { key: "state", label: t("record.status"), wide: true, cell: ({ state }) => <TicketStateMark state={state} /> },
    { key: "responsible", label: t("tickets.responsible"), wide: true, cell: ({ responsible }) => responsible.name },
    { key: "opened", label: t("tickets.opened"), wide: true, cell: ({ opened_at }) => formatTime(opened_at) },
  ];
}

function NewTicket() {
  const { t } = useLanguage();
  const may = useMayFill("support.tele");
  if (!may) return null;
  return (
    <Button component={Link} to="/fill/support.tele" size="xs" leftSection={<IconPlus size={16} />} data-testid="ticket-new">
      {t("ticket.new")}
    </Button>
  );
}

/** The tickets of oneself and of the people below with their deadlines. */
export default function TicketsPage() {
  const { t, say } = useLanguage();
  const [shown, setShown] = useState<Shown>("unresolved");
  const [problem, setProblem] = useState<string | null>(null);
  const [employee, setEmployee] = useState<string | null>(null);
  const people = useQuery(employeesQuery).data?.items ?? [];
  const problems = useQuery(choiceListsQuery).data?.items.find(({ key }) => key === "support_problems")?.options ?? [];
  const pages = useInfiniteQuery(pagesQuery<Ticket, TicketPage>("/tickets", { state: shown === "all" ? null : shown, problem, employee_id: employee }));
  const late = pages.data?.pages[0]?.overdue ?? 0;
  const columns = useColumns();
  return (
    <div className="page">
      <PageHead title={t("tickets.title")} end={<NewTicket />}>
        <Group gap={6}>
          <SegmentedControl
            size="xs"
            data={[
              { value: "unresolved", label: t("tickets.unresolved") },
              { value: "overdue", label: t("tickets.overdue.only") },
              { value: "all", label: t("tickets.all") },
            ]}
            value={shown}
            onChange={(value) => setShown(value)}
            data-testid="tickets-shown"
          />
          <Filter label={t("tickets.problem")} all={t("tickets.problem.all")} data={problems.map(({ value, label }) => ({ value, label: say(label) }))} value={problem} onChange={setProblem} testid="ticket-problem" />
          <Filter label={t("filter.rep")} all={t("filter.rep.all")} data={people.map(({ id, name }) => ({ value: id, label: name }))} value={employee} onChange={setEmployee} testid="ticket-employee" searchable />
          {late > 0 && (
            <LateMark size="sm" testid="tickets-late">
              {t("tickets.overdue", { n: late })}
            </LateMark>
          )}
        </Group>
      </PageHead>
      <div className="scroll">
        <ListFrame
          of={pages}
          columns={columns}
          to={({ id }) => `/tickets/${id}`}
          empty={{ title: t("tickets.empty"), hint: t("tickets.empty.hint"), icon: <IconTicket size={24} stroke={1.5} /> }}
          testid="ticket-row"
          mark={({ overdue }) => (overdue ? "overdue" : undefined)}
        />
      </div>
    </div>
  );
}
