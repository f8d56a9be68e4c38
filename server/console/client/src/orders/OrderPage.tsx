import { useMemo, useState } from "react";
import { Anchor, Button, Group, SimpleGrid, Stack, Table, Text, Textarea, Timeline } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { call } from "../api/client";
import { recordQuery } from "../api/recordQueries";
import type { OrderDetail, OrderLink, OrderState } from "../api/recordTypes";
import { useAction } from "../api/useAction";
import { formatMoney, formatQuantity, priceText, useChoiceWords } from "../catalogue/words";
import { FormDialog } from "../customers/FormDialog";
import { useLanguage } from "../i18n/language";
import { useRight, useSession } from "../shell/session";
import { CustomerName } from "../ui/CustomerName";
import { DetailFrame, Panel } from "../ui/DetailFrame";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { Facts } from "../ui/Facts";
import { Read } from "../ui/Read";
import { RecordAnswers } from "../ui/RecordAnswers";
import { formatDay, formatTime } from "../ui/format";
import { ORDER_COLOUR, OrderStateMark } from "./OrderStateMark";

const TAKES_AWAY = new Set<OrderState>(["cancelled", "returned", "closed", "declined"]);
const SHOWN = ["lines", "customer", "converted_from", "valid_until"];
/** The forms by which something is made of a request or a quotation. */
const MAKES = { quotation: "quotation", order: "order.quoted" } as const;
const ASKED = new Set<OrderDetail["kind"]>(["request", "quotation"]);

interface MoveProps {
  order: OrderDetail;
  state: OrderState;
  /** What the server is asked for: to move any order, or to answer one of the reader's own. */
  by: "state" | "answer";
  onClose: () => void;
}

function Move({ order, state, by, onClose }: MoveProps) {
  const { t } = useLanguage();
  const [note, setNote] = useState("");
  const act = useAction(() => call(`/orders/${order.id}/${by}`, { method: "POST", body: { state, note: note.trim() || null } }));
  const words = t(`orders.state.${state}`);
  function submit(): void {
    act.mutate(undefined, {
      onSuccess: () => {
        showDone(t("orders.moved", { state: words }));
        onClose();
      },
    });
  }
  return (
    <Dialog title={t("orders.move.title", { state: words })} onClose={onClose} action={t(`orders.act.${state as "sent"}`)} onAct={submit} isActing={act.isPending} error={act.error} {...(TAKES_AWAY.has(state) ? { color: "red" } : {})} testid="order-move">
      <Textarea label={t("orders.move.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} autosize minRows={2} data-autofocus data-testid="order-note" />
    </Dialog>
  );
}

function Acts({ order }: { order: OrderDetail }) {
  const { t } = useLanguage();
  const { employee } = useSession();
  const mayWrite = useRight("order.write");
  const [wanted, setWanted] = useState<OrderState | null>(null);
  // What became of a request or a quotation, whoever made it says himself.
  if (!mayWrite && !(ASKED.has(order.kind) && order.owner.id === employee.id)) return null;
  return (
    <>
      {order.next_states.map((state, place) => (
        <Button
          key={state}
          variant={TAKES_AWAY.has(state) ? "subtle" : place === 0 && order.becomes.length === 0 ? "filled" : "light"}
          color={TAKES_AWAY.has(state) ? "red" : "teal"}
          onClick={() => setWanted(state)}
          data-testid={`order-to-${state}`}
        >
          {t(`orders.act.${state as "sent"}`)}
        </Button>
      ))}
      {wanted && <Move order={order} state={wanted} by={mayWrite ? "state" : "answer"} onClose={() => setWanted(null)} />}
    </>
  );
}

/** Making a quotation or an order of this one, by the form for it; what it says is filled in already. */
function Conversions({ order }: { order: OrderDetail }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [into, setInto] = useState<"quotation" | "order" | null>(null);
  return (
    <>
      {order.becomes.map((kind) => (
        <Button key={kind} variant={kind === "order" && order.kind === "request" ? "light" : "filled"} onClick={() => setInto(kind)} data-testid={`order-into-${kind}`}>
          {t(`orders.into.${kind}`)}
        </Button>
      ))}
      {into && <FormDialog formKey={MAKES[into]} given={{ converted_from: order.id }} onClose={() => setInto(null)} onDone={(made) => void navigate(`/orders/${made}`)} />}
    </>
  );
}

/** Other orders, each with where it stands. */
function Links({ orders }: { orders: readonly OrderLink[] }) {
  const { t } = useLanguage();
  return orders.map(({ id, code, kind, state }) => (
    <Group key={id} gap={6} data-testid="order-link">
      <Anchor component={Link} to={`/orders/${id}`} size="sm" fw={600}>
        {code}
      </Anchor>
      <Text size="sm" c="dimmed">
        {t(`orders.kind.${kind}`)}
      </Text>
      <OrderStateMark state={state} />
    </Group>
  ));
}

function Lines({ order }: { order: OrderDetail }) {
  const { t } = useLanguage();
  const words = useChoiceWords();
  return (
    <Table fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("orders.line.product")}</Table.Th>
          <Table.Th ta="right">{t("orders.line.qty")}</Table.Th>
          <Table.Th ta="right">{t("orders.line.price")}</Table.Th>
          <Table.Th ta="right">{t("orders.line.amount")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {order.lines.map((line, place) => (
          <Table.Tr key={place} data-testid="order-line">
            <Table.Td>
              <Anchor component={Link} to={`/products/${line.product.id}`} size="sm">
                {line.product.name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {line.product.code}
              </Text>
            </Table.Td>
            <Table.Td ta="right">{formatQuantity(line.qty, t)}</Table.Td>
            <Table.Td ta="right">{line.price === null ? t("orders.line.noprice") : priceText({ price: line.price, unit_qty: line.unit_qty ?? 1, unit_name: line.unit_name }, t, (unit) => words("units", unit))}</Table.Td>
            <Table.Td ta="right">{formatMoney(line.amount, t)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        {(
          [
            ["orders.net", order.net],
            ["orders.tax", order.tax],
            ["orders.total", order.total],
          ] as const
        ).map(([label, amount]) => (
          <Table.Tr key={label}>
            <Table.Th colSpan={3} ta="right">
              {t(label)}
            </Table.Th>
            <Table.Th ta="right" data-testid={label}>
              {formatMoney(amount, t)}
            </Table.Th>
          </Table.Tr>
        ))}
      </Table.Tfoot>
    </Table>
  );
}

function Moves({ order }: { order: OrderDetail }) {
  const { t } = useLanguage();
  if (order.moves.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("orders.moves.none")}
      </Text>
    );
  }
  return (
    <Timeline bulletSize={14} lineWidth={2} active={order.moves.length}>
      {order.moves.map((move) => (
        <Timeline.Item key={move.at} color={ORDER_COLOUR[move.to_state]} title={t(`orders.state.${move.to_state}`)} data-testid="order-moved">
          <Text size="sm" c="dimmed">
            {move.by.name} · {formatTime(move.at)}
          </Text>
          {move.note && <Text size="sm">{move.note}</Text>}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

/** The form that made it, for the words of its answers. */
function formOf({ kind, channel }: OrderDetail): string {
  if (ASKED.has(kind)) return kind;
  return `${kind}.${channel ?? "quoted"}`;
}

function Loaded({ order }: { order: OrderDetail }) {
  const { t } = useLanguage();
  const names = useMemo(() => order.lines.map(({ product }) => product), [order]);
  return (
    <DetailFrame
      back={{ to: "/orders", label: t("orders.title") }}
      title={order.code}
      marks={
        <>
          <OrderStateMark state={order.state} expired={order.expired} />
          <Text size="sm" c="dimmed">
            {[t(`orders.kind.${order.kind}`), order.channel && t(`orders.channel.${order.channel}`)].filter(Boolean).join(" · ")}
          </Text>
        </>
      }
      acts={
        <>
          <Conversions order={order} />
          <Acts order={order} />
        </>
      }
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title={t("orders.lines")}>
          <Lines order={order} />
        </Panel>
        <Stack gap="md">
          <Panel title={t("record.details")}>
            <Facts
              lines={[
                [t("orders.customer"), <CustomerName key="customer" customer={order.customer} />],
                [t("orders.owner"), order.owner.name],
                [t("orders.time"), formatTime(order.captured_at)],
                ...(order.valid_until ? [[t("orders.valid"), formatDay(order.valid_until)] as const] : []),
                ...(order.converted_from ? [[t("orders.converted_from"), <Links key="from" orders={[order.converted_from]} />] as const] : []),
                ...(order.became.length > 0 ? [[t("orders.became"), <Links key="became" orders={order.became} />] as const] : []),
                [t("record.submission"), <Anchor key="submission" component={Link} to={`/submissions?submission=${order.submission_id}`} size="sm">{t("action.open")}</Anchor>],
              ]}
            />
            <RecordAnswers formKey={formOf(order)} fields={order.fields} names={names} without={SHOWN} />
          </Panel>
          <Panel title={t("orders.moves")}>
            <Moves order={order} />
          </Panel>
        </Stack>
      </SimpleGrid>
    </DetailFrame>
  );
}

/** One order: its lines, how it moved and where it may go. */
export default function OrderPage() {
  const { recordId } = useParams();
  const order = useQuery(recordQuery<OrderDetail>("/orders", recordId));
  return <Read of={order}>{(found) => <Loaded order={found} />}</Read>;
}
