import { Anchor, Badge, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { choiceListsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { formatTime } from "../../ui/format";
import { Pages } from "./Pages";
import { callPages, ticketPages } from "./queries";
import type { Ticket, TicketState } from "./types";
import classes from "./Activity.module.css";

const COLOUR: Record<TicketState, string> = { open: "amber", in_progress: "blue", resolved: "green", closed: "gray" };

/** Words of a value of a choice list, by the list's key. */
function useWords(key: string): (value: string | null) => string {
  const { say } = useLanguage();
  const options = useQuery(choiceListsQuery).data?.items.find((list) => list.key === key)?.options ?? [];
  return (value) => (value === null ? "" : say(options.find((option) => option.value === value)?.label) || value);
}

function TicketRow({ ticket, problem }: { ticket: Ticket; problem: string }) {
  const { t } = useLanguage();
  return (
    <Table.Tr data-testid="ticket-row">
      <Table.Td>
        <Anchor component={Link} to={`/tickets/${ticket.id}`} size="sm" fw={600}>
          {ticket.code}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{problem}</Text>
        <Text size="xs" c="dimmed" lineClamp={2}>
          {ticket.detail}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge size="sm" variant="light" tt="none" color={COLOUR[ticket.state]}>
          {t(`ticket.state.${ticket.state}`)}
        </Badge>
      </Table.Td>
      <Table.Td className={classes.time} c={ticket.overdue ? "red.9" : undefined}>
        {formatTime(ticket.due_at)}
      </Table.Td>
      <Table.Td className={classes.wide}>{ticket.responsible.name}</Table.Td>
      <Table.Td className={classes.wide}>{formatTime(ticket.opened_at)}</Table.Td>
    </Table.Tr>
  );
}

/** The customer's support tickets, the newest first. */
export function TicketsTab({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  const tickets = useInfiniteQuery(ticketPages({ customer_id: customerId }));
  const problemOf = useWords("support_problems");
  return (
    <Pages of={tickets} empty={t("ticket.empty")}>
      {(items) => (
        <Table fz="sm" verticalSpacing={6} className="panel">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("ticket.code")}</Table.Th>
              <Table.Th>{t("ticket.problem")}</Table.Th>
              <Table.Th>{t("task.state")}</Table.Th>
              <Table.Th>{t("ticket.due")}</Table.Th>
              <Table.Th className={classes.wide}>{t("task.responsible")}</Table.Th>
              <Table.Th className={classes.wide}>{t("ticket.opened")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((ticket) => (
              <TicketRow key={ticket.id} ticket={ticket} problem={problemOf(ticket.problem)} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Pages>
  );
}

/** The customer's calls, the newest first. */
export function CallsTab({ customerId, onOpen }: { customerId: string; onOpen: (submissionId: string) => void }) {
  const { t } = useLanguage();
  const calls = useInfiniteQuery(callPages({ customer_id: customerId }));
  const statusOf = useWords("call_statuses");
  return (
    <Pages of={calls} empty={t("call.empty")}>
      {(items) => (
        <Table fz="sm" verticalSpacing={6} className="panel" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("call.at")}</Table.Th>
              <Table.Th>{t("call.status")}</Table.Th>
              <Table.Th>{t("call.employee")}</Table.Th>
              <Table.Th className={classes.wide}>{t("call.channel")}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(({ id, at, status, employee, channel, submission_id: submissionId }) => (
              <Table.Tr key={id} data-testid="call-row">
                <Table.Td className={classes.time}>{formatTime(at)}</Table.Td>
                <Table.Td>{statusOf(status) || t("value.none")}</Table.Td>
                <Table.Td>{employee.name}</Table.Td>
                <Table.Td className={classes.wide}>{channel ? t(`call.channel.${channel}`) : t("value.none")}</Table.Td>
                <Table.Td ta="right">
                  {submissionId && (
                    <Text component="button" type="button" size="sm" c="teal" td="underline" bg="none" bd={0} style={{ cursor: "pointer" }} onClick={() => onOpen(submissionId)}>
                      {t("call.form")}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Pages>
  );
}
