import { useState } from "react";
import { Anchor, Button, Group, SimpleGrid, Stack, Text, Textarea, Timeline } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { call } from "../api/client";
import { recordQuery } from "../api/recordQueries";
import type { TicketDetail, TicketState } from "../api/recordTypes";
import { useAction } from "../api/useAction";
import { useChoiceWords } from "../catalogue/words";
import { ColleagueSelect } from "../customers/ColleagueSelect";
import { nameOf, oneQuery } from "../fill/sources";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { useRight } from "../shell/session";
import { PhotoStrip } from "../submissions/PhotoStrip";
import { CustomerName } from "../ui/CustomerName";
import { DetailFrame, Panel } from "../ui/DetailFrame";
import { Dialog } from "../ui/Dialog";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { Facts } from "../ui/Facts";
import { Read } from "../ui/Read";
import { ZONE_OFFSET, formatTime, wallTimeOf } from "../ui/format";
import { Deadline } from "./Deadline";
import { TICKET_COLOUR, TicketStateMark } from "./TicketStateMark";

/** Where a ticket may go from each state, the most usual first. */
const NEXT: Record<TicketState, readonly { state: TicketState; words: MessageKey }[]> = {
  open: [
    { state: "in_progress", words: "tickets.start" },
    { state: "resolved", words: "tickets.resolve" },
  ],
  in_progress: [{ state: "resolved", words: "tickets.resolve" }],
  resolved: [
    { state: "closed", words: "tickets.close" },
    { state: "in_progress", words: "tickets.reopen" },
  ],
  closed: [{ state: "in_progress", words: "tickets.reopen" }],
};

interface Change {
  state?: TicketState;
  solution?: string | null;
  due_at?: string;
  responsible_id?: string;
  comment?: string;
}

function useChange(ticket: TicketDetail) {
  const { t } = useLanguage();
  const act = useAction((change: Change) => call<TicketDetail>(`/tickets/${ticket.id}`, { method: "PATCH", body: change }));
  return { ...act, change: (wanted: Change) => act.mutate(wanted, { onSuccess: () => showDone(t("tickets.saved")), onError: (error) => showProblem(error, t) }) };
}

function ChangeDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const { t } = useLanguage();
  const [due, setDue] = useState<string | null>(wallTimeOf(ticket.due_at));
  const [responsible, setResponsible] = useState<string | null>(null);
  const [solution, setSolution] = useState(ticket.solution ?? "");
  const act = useAction((change: Change) => call<TicketDetail>(`/tickets/${ticket.id}`, { method: "PATCH", body: change }));
  function submit(): void {
    const change: Change = {
      ...(due && due !== wallTimeOf(ticket.due_at) ? { due_at: `${due.replace(" ", "T")}${ZONE_OFFSET}` } : {}),
      ...(responsible ? { responsible_id: responsible } : {}),
      ...(solution !== (ticket.solution ?? "") ? { solution: solution.trim() || null } : {}),
    };
    if (Object.keys(change).length === 0) return onClose();
    act.mutate(change, {
      onSuccess: () => {
        showDone(t("tickets.saved"));
        onClose();
      },
    });
  }
  return (
    <Dialog title={t("tickets.change")} onClose={onClose} action={t("action.save")} onAct={submit} isActing={act.isPending} error={act.error} testid="ticket-form">
      <DateTimePicker label={t("tickets.due")} value={due} onChange={setDue} valueFormat="DD/MM/YYYY HH:mm" data-testid="ticket-due" />
      <ColleagueSelect label={t("tickets.responsible")} placeholder={ticket.responsible.name} value={responsible} onChange={setResponsible} without={ticket.responsible.id} clearable data-testid="ticket-responsible" />
      <Textarea label={t("tickets.solution")} value={solution} onChange={(event) => setSolution(event.currentTarget.value)} autosize minRows={3} data-testid="ticket-solution" />
    </Dialog>
  );
}

function Acts({ ticket }: { ticket: TicketDetail }) {
  const { t } = useLanguage();
  const may = useRight("ticket.write");
  const { change, isPending } = useChange(ticket);
  const [isChanging, setChanging] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button variant="default" onClick={() => setChanging(true)} data-testid="ticket-change">
        {t("tickets.change")}
      </Button>
      {NEXT[ticket.state].map(({ state, words }, place) => (
        <Button key={state} variant={place === 0 ? "filled" : "light"} loading={isPending} onClick={() => change({ state })} data-testid={`ticket-to-${state}`}>
          {t(words)}
        </Button>
      ))}
      {isChanging && <ChangeDialog ticket={ticket} onClose={() => setChanging(false)} />}
    </>
  );
}

function Course({ ticket }: { ticket: TicketDetail }) {
  const { t } = useLanguage();
  const may = useRight("ticket.write");
  const [text, setText] = useState("");
  const say = useAction(() => call(`/tickets/${ticket.id}/comments`, { method: "POST", body: { text: text.trim() } }));
  return (
    <Stack gap="sm">
      <Timeline bulletSize={14} lineWidth={2} active={ticket.comments.length}>
        <Timeline.Item title={t("tickets.state.open")}>
          <Text size="sm" c="dimmed">
            {t("tickets.opened.by", { by: ticket.opened_by.name, at: formatTime(ticket.opened_at) })}
          </Text>
        </Timeline.Item>
        {ticket.comments.map((comment) => (
          <Timeline.Item key={comment.id} {...(comment.state ? { title: t(`tickets.state.${comment.state}`), color: TICKET_COLOUR[comment.state] } : {})} data-testid="ticket-comment">
            {comment.text && <Text size="sm">{comment.text}</Text>}
            <Text size="xs" c="dimmed">
              {comment.employee.name} · {formatTime(comment.at)}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
      {may && (
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <Textarea flex={1} placeholder={t("tickets.comment")} aria-label={t("tickets.comment")} value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={1} data-testid="ticket-say" />
          <Button loading={say.isPending} disabled={text.trim() === ""} onClick={() => say.mutate(undefined, { onSuccess: () => setText(""), onError: (error) => showProblem(error, t) })} data-testid="ticket-send">
            {t("tickets.comment.send")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Loaded({ ticket }: { ticket: TicketDetail }) {
  const { t } = useLanguage();
  const words = useChoiceWords();
  const products = useQueries({ queries: ticket.products.map((id) => oneQuery("product", id)) });
  const names = products.map(({ data }, place) => (data ? nameOf(data) : `#${(ticket.products[place] ?? "").slice(-6)}`));
  const isOver = ticket.state === "resolved" || ticket.state === "closed";
  const media = ticket.media.map((media_id) => ({ media_id, field: "media", state: "ready" as const }));
  return (
    <DetailFrame
      back={{ to: "/tickets", label: t("tickets.title") }}
      title={`${ticket.code} · ${words("support_problems", ticket.problem)}`}
      marks={<TicketStateMark state={ticket.state} />}
      acts={<Acts ticket={ticket} />}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Stack gap="md">
          <Panel title={t("record.details")}>
            <Facts
              lines={[
                [t("orders.customer"), <CustomerName key="customer" customer={ticket.customer} />],
                [t("tickets.due"), <Deadline key="due" at={ticket.due_at} overdue={ticket.overdue} finished={isOver} />],
                [t("tickets.responsible"), ticket.responsible.name],
                [t("tickets.detail"), ticket.detail],
                [t("tickets.solution"), ticket.solution],
                [t("tickets.result"), ticket.result],
                [t("tickets.products"), names.join(", ")],
                [t("tickets.employees"), ticket.employees.map(({ name }) => name).join(", ")],
                [t("record.submission"), <Anchor key="submission" component={Link} to={`/submissions?submission=${ticket.submission_id}`} size="sm">{t("action.open")}</Anchor>],
              ]}
            />
          </Panel>
          {media.length > 0 && (
            <Panel title={t("customers.photos")}>
              <PhotoStrip media={media} />
            </Panel>
          )}
        </Stack>
        <Panel title={t("tickets.course")}>
          <Course ticket={ticket} />
        </Panel>
      </SimpleGrid>
    </DetailFrame>
  );
}

/** One ticket: what happened, until when it is to be solved, and its course. */
export default function TicketPage() {
  const { recordId } = useParams();
  const ticket = useQuery(recordQuery<TicketDetail>("/tickets", recordId));
  return <Read of={ticket}>{(found) => <Loaded ticket={found} />}</Read>;
}
