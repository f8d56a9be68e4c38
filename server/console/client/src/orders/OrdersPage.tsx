import { useState } from "react";
import { Group, Menu, Button, Text } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconPlus, IconShoppingCart } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { employeesQuery } from "../api/queries";
import { pagesQuery } from "../api/recordQueries";
import { ORDER_KINDS, ORDER_STATES, type Order, type OrderState } from "../api/recordTypes";
import { formatMoney } from "../catalogue/words";
import { fillFormsQuery } from "../fill/queries";
import { useLanguage } from "../i18n/language";
import { useSession } from "../shell/session";
import { CustomerName } from "../ui/CustomerName";
import { Filter } from "../ui/Filter";
import { type Column, ListFrame } from "../ui/ListFrame";
import { PageHead } from "../ui/PageHead";
import { SearchBox, useSearched } from "../ui/Searched";
import { addDays, formatTime, startOfDay } from "../ui/format";
import { OrderStateMark } from "./OrderStateMark";

const FORMS = ["request", "quotation", "order.quoted", "order.tele", "order.f2f", "sale.tele", "sale.f2f"] as const;

function useColumns(): Column<Order>[] {
  const { t } = useLanguage();
  return [
    {
      key: "code",
      label: t("orders.code"),
      cell: ({ code, kind, channel }) => (
        <>
          <Text size="sm" fw={600}>
            {code}
          </Text>
          <Text size="xs" c="dimmed">
            {[t(`orders.kind.${kind}`), channel && t(`orders.channel.${channel}`)].filter(Boolean).join(" · ")}
          </Text>
        </>
      ),
    },
    { key: "customer", label: t("orders.customer"), cell: ({ customer }) => <CustomerName customer={customer} /> },
    { key: "state", label: t("record.status"), cell: ({ state, expired }) => <OrderStateMark state={state} expired={expired} /> },
    { key: "total", label: t("orders.total"), end: true, cell: ({ total }) => formatMoney(total, t) },
    { key: "owner", label: t("orders.owner"), wide: true, cell: ({ owner }) => owner.name },
    { key: "delivery", label: t("orders.delivery"), wide: true, cell: ({ delivery_time }) => formatTime(delivery_time) },
    { key: "time", label: t("orders.time"), wide: true, cell: ({ captured_at }) => formatTime(captured_at) },
  ];
}

/** The forms by which an order is made. */
function NewOrder() {
  const { t, say } = useLanguage();
  const { rights } = useSession();
  const forms = useQuery(fillFormsQuery).data?.items ?? [];
  const offered = FORMS.flatMap((key) => forms.filter((form) => form.key === key && (!form.right || rights.includes(form.right))));
  if (offered.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" leftSection={<IconPlus size={16} />} data-testid="order-new">
          {t("orders.new")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((form) => (
          <Menu.Item key={form.key} component={Link} to={`/fill/${form.key}`}>
            {say(form.title)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The orders of oneself and of the people below. */
export default function OrdersPage() {
  const { t } = useLanguage();
  const { q, typed, setTyped } = useSearched();
  const [state, setState] = useState<OrderState | null>(null);
  const [kind, setKind] = useState<Order["kind"] | null>(null);
  const [channel, setChannel] = useState<Order["channel"]>(null);
  const [employee, setEmployee] = useState<string | null>(null);
  const [[from, to], setDays] = useState<[string | null, string | null]>([null, null]);
  const people = useQuery(employeesQuery).data?.items ?? [];
  const range = from && to ? { from: startOfDay(from), to: startOfDay(addDays(to, 1)) } : {};
  const pages = useInfiniteQuery(pagesQuery<Order>("/orders", { code: q, state, kind, channel, employee_id: employee, ...range }));
  const columns = useColumns();
  return (
    <div className="page">
      <PageHead title={t("orders.title")} end={<NewOrder />}>
        <Group gap={6}>
          <SearchBox label={t("orders.search")} typed={typed} onType={setTyped} testid="order-search" />
          <Filter label={t("record.status")} all={t("list.status.all")} data={ORDER_STATES.map((value) => ({ value, label: t(`orders.state.${value}`) }))} value={state} onChange={setState} testid="order-state" />
          <Filter label={t("orders.kind")} all={t("orders.kind.all")} data={ORDER_KINDS.map((value) => ({ value, label: t(`orders.kind.${value}`) }))} value={kind} onChange={setKind} testid="order-kind" />
          <Filter label={t("orders.channel")} all={t("orders.channel.all")} data={(["tele", "f2f"] as const).map((value) => ({ value, label: t(`orders.channel.${value}`) }))} value={channel} onChange={setChannel} testid="order-channel" />
          <Filter label={t("filter.rep")} all={t("filter.rep.all")} data={people.map(({ id, name }) => ({ value: id, label: name }))} value={employee} onChange={setEmployee} testid="order-employee" searchable />
          <DatePickerInput type="range" size="xs" w={190} value={[from, to]} onChange={setDays} placeholder={t("list.day")} aria-label={t("list.day")} valueFormat="DD/MM/YYYY" clearable clearButtonProps={{ "aria-label": t("fill.clear", { name: t("list.day") }) }} data-testid="order-days" />
        </Group>
      </PageHead>
      <div className="scroll">
        <ListFrame
          of={pages}
          columns={columns}
          to={({ id }) => `/orders/${id}`}
          empty={{ title: t("orders.empty"), hint: t("orders.empty.hint"), icon: <IconShoppingCart size={24} stroke={1.5} /> }}
          testid="order-row"
        />
      </div>
    </div>
  );
}
