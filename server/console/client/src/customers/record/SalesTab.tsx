import { type ReactNode, useState } from "react";
import { Anchor, Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { call } from "../../api/client";
import { formsQuery } from "../../api/queries";
import type { Opportunity, Order } from "../../api/recordTypes";
import type { Page } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { StepMark } from "../../opportunities/StepMark";
import { OrderStateMark } from "../../orders/OrderStateMark";
import { formatNumber, formatTime } from "../../ui/format";
import { FormDialog } from "../FormDialog";
import { Pages } from "../activity/Pages";
import classes from "../activity/Activity.module.css";

function recordPages<Item>(path: string, customerId: string, kind?: string) {
  return infiniteQueryOptions({
    queryKey: ["of-customer", path, customerId, kind],
    queryFn: ({ signal, pageParam }) => call<Page<Item>>(path, { query: { customer_id: customerId, kind, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    placeholderData: keepPreviousData,
    meta: { feed: true },
  });
}

/** Forms about this customer that the reader may hand in, as buttons. */
export function FormButtons({ customerId, keys }: { customerId: string; keys: readonly string[] }) {
  const { say } = useLanguage();
  const [opened, open] = useState<string | null>(null);
  const forms = useQuery(formsQuery).data?.items ?? [];
  const offered = keys.flatMap((key) => forms.filter((form) => form.key === key));
  return (
    <Group gap="xs">
      {offered.map(({ key, title }) => (
        <Button key={key} size="xs" variant="light" leftSection={<IconPlus size={15} />} onClick={() => open(key)} data-testid={`new-${key}`}>
          {say(title)}
        </Button>
      ))}
      {opened && <FormDialog formKey={opened} customerId={customerId} onClose={() => open(null)} onDone={() => open(null)} />}
    </Group>
  );
}

function Records({ heads, children }: { heads: readonly (readonly [label: string, wide?: "wide"])[]; children: ReactNode }) {
  return (
    <Table fz="sm" verticalSpacing={6} className="panel">
      <Table.Thead>
        <Table.Tr>
          {heads.map(([label, wide]) => (
            <Table.Th key={label} className={wide && classes.wide}>
              {label}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}

/** What stands on each tab of orders, and by which forms one is made there (TM-18). */
const ORDERS = {
  orders: { kind: "order,sale", forms: ["order.tele", "order.f2f", "sale.tele", "sale.f2f"], empty: "sales.empty" },
  requests: { kind: "request", forms: ["request"], empty: "sales.empty.requests" },
  quotations: { kind: "quotation", forms: ["quotation"], empty: "sales.empty.quotations" },
} as const;

/** The customer's orders and sales, requests or quotations, and making one (TM-18). */
export function OrdersTab({ customerId, of }: { customerId: string; of: keyof typeof ORDERS }) {
  const { t } = useLanguage();
  const { kind, forms, empty } = ORDERS[of];
  const orders = useInfiniteQuery(recordPages<Order>("/orders", customerId, kind));
  return (
    <Stack gap="sm">
      <FormButtons customerId={customerId} keys={forms} />
      <Pages of={orders} empty={t(empty)}>
        {(items) => (
          <Records heads={[[t("sales.code")], [t("sales.kind"), "wide"], [t("sales.state")], [t("sales.total")], [t("task.responsible"), "wide"], [t("sales.at")]]}>
            {items.map((order) => (
              <Table.Tr key={order.id} data-testid="customer-order">
                <Table.Td>
                  <Anchor component={Link} to={`/orders/${order.id}`} size="sm" fw={600}>
                    {order.code}
                  </Anchor>
                </Table.Td>
                <Table.Td className={classes.wide}>
                  {t(`sales.kind.${order.kind}`)}{" "}
                  {order.channel && (
                    <Badge size="xs" variant="outline" color="gray" tt="none">
                      {t(`sales.channel.${order.channel}`)}
                    </Badge>
                  )}
                </Table.Td>
                <Table.Td>
                  <OrderStateMark state={order.state} expired={order.expired} />
                </Table.Td>
                <Table.Td>{formatNumber(order.total, 0, t)} ₫</Table.Td>
                <Table.Td className={classes.wide}>{order.owner.name}</Table.Td>
                <Table.Td className={classes.time}>{formatTime(order.captured_at)}</Table.Td>
              </Table.Tr>
            ))}
          </Records>
        )}
      </Pages>
    </Stack>
  );
}

/** The customer's opportunities, and writing down one. */
export function OpportunitiesTab({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  const opportunities = useInfiniteQuery(recordPages<Opportunity>("/opportunities", customerId));
  return (
    <Stack gap="sm">
      <FormButtons customerId={customerId} keys={["opportunity.tele", "opportunity.f2f"]} />
      <Pages of={opportunities} empty={t("opportunity.empty")}>
        {(items) => (
          <Records heads={[[t("sales.code")], [t("opportunity.step")], [t("opportunity.value")], [t("task.responsible"), "wide"], [t("sales.at")]]}>
            {items.map((one) => (
              <Table.Tr key={one.id} data-testid="customer-opportunity">
                <Table.Td>
                  <Anchor component={Link} to={`/opportunities/${one.id}`} size="sm" fw={600}>
                    {one.code}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <StepMark step={one.step} />
                </Table.Td>
                <Table.Td>
                  {formatNumber(one.expected_value, 0, t)} ₫
                  {one.step.probability > 0 && (
                    <Text span size="xs" c="dimmed">
                      {" "}
                      · {one.step.probability} %
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className={classes.wide}>{one.owner.name}</Table.Td>
                <Table.Td className={classes.time}>{formatTime(one.captured_at)}</Table.Td>
              </Table.Tr>
            ))}
          </Records>
        )}
      </Pages>
    </Stack>
  );
}
