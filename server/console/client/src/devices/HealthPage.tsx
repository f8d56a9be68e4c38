import { type ReactNode, useState } from "react";
import { Anchor, Badge, Group, SegmentedControl, Table, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDeviceMobile, IconQuestionMark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useLanguage } from "../i18n/language";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { formatAgo, formatNumber, formatTime } from "../ui/format";
import { useNow } from "../ui/useNow";
import { HEALTH_STATES, type Health, type HealthState, type Order, type PhoneHealth, type SortKey, healthQuery, sorted } from "./health";
import classes from "./DevicesPage.module.css";

const COLOUR: Record<HealthState, string> = { ok: "teal", late: "amber", silent: "red", never: "gray" };
const CLOCK_TOLERANCE_MS = 60_000;
const GB = 1_000_000_000;

function StateMark({ phone }: { phone: PhoneHealth }) {
  const { t } = useLanguage();
  return (
    <Tooltip label={t(`health.why.${phone.state}` as const)} multiline w={260}>
      <Badge variant="light" color={COLOUR[phone.state]} tt="none" data-testid="health-state">
        {t(`health.state.${phone.state}` as const)}
      </Badge>
    </Tooltip>
  );
}

/** A number that the phone told; a question mark where nobody knows. */
function Told({ value, testid }: { value: number | null; testid: string }) {
  const { t } = useLanguage();
  if (value === null) {
    return (
      <Badge variant="light" color="gray" tt="none" leftSection={<IconQuestionMark size={12} />} data-testid={testid}>
        {t("value.unknown")}
      </Badge>
    );
  }
  return (
    <Badge variant="light" color={value > 0 ? "amber" : "teal"} tt="none" data-testid={testid}>
      {value}
    </Badge>
  );
}

function Media({ phone }: { phone: PhoneHealth }) {
  const { t } = useLanguage();
  return (
    <>
      <Text size="xs">{t("health.media.phone", { n: phone.media_waiting ?? t("value.unknown") })}</Text>
      {phone.media_awaited > 0 && <Text size="xs">{t("health.media.server", { n: phone.media_awaited })}</Text>}
      {phone.media_stuck > 0 && (
        <Text size="xs" c="red.7" fw={600}>
          {t("health.media.stuck", { n: phone.media_stuck })}
        </Text>
      )}
    </>
  );
}

function Kept({ phone }: { phone: PhoneHealth }) {
  const { t } = useLanguage();
  return (
    <>
      {phone.quarantined > 0 ? (
        <Anchor component={Link} to="/quarantine" size="sm" fw={600}>
          {phone.quarantined}
        </Anchor>
      ) : (
        0
      )}
      {phone.blocked > 0 && (
        <Text size="xs" c="dimmed">
          {t("health.blocked", { n: phone.blocked })}
        </Text>
      )}
    </>
  );
}

function App({ phone }: { phone: PhoneHealth }) {
  const { t } = useLanguage();
  const offset = phone.clock_offset_ms;
  const clock = offset === null ? t("value.unknown") : t("devices.seconds", { n: Math.round(offset / 1_000) });
  return (
    <>
      <Text size="sm">
        {phone.app_version} · {phone.os}
        {phone.app_too_old && (
          <Badge ml={6} size="sm" color="red" variant="light" tt="none">
            {t("health.app.old")}
          </Badge>
        )}
      </Text>
      <Text size="xs" c={offset !== null && Math.abs(offset) > CLOCK_TOLERANCE_MS ? "orange.8" : "dimmed"}>
        {t("health.clock")}: {clock}
        {phone.storage_free !== null && ` · ${t("health.storage", { n: formatNumber(phone.storage_free / GB, 1, t) })}`}
      </Text>
    </>
  );
}

function Row({ phone, now }: { phone: PhoneHealth; now: Date }) {
  const { t } = useLanguage();
  const ago = (at: string | null) => (at === null ? t("devices.never") : formatAgo(at, now, t));
  return (
    <Table.Tr data-testid="health-row" data-state={phone.state}>
      <Table.Td>
        <StateMark phone={phone} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={600}>
          {phone.employee.name}
        </Text>
        <Anchor component={Link} to={`/devices?employee=${phone.employee.id}`} size="xs" c="dimmed">
          {phone.device.name}
        </Anchor>
      </Table.Td>
      <Table.Td title={formatTime(phone.last_contact_at)}>
        {ago(phone.last_contact_at)}
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {t("health.push")}: {ago(phone.last_push_at)}
        </Text>
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {t("health.pull")}: {ago(phone.last_pull_at)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Told value={phone.queue_depth} testid="health-queue" />
      </Table.Td>
      <Table.Td className={classes.wide}>
        <Media phone={phone} />
      </Table.Td>
      <Table.Td>
        <Kept phone={phone} />
      </Table.Td>
      <Table.Td className={classes.wide}>
        <App phone={phone} />
      </Table.Td>
    </Table.Tr>
  );
}

interface HeadProps {
  className?: string;
  name: SortKey;
  order: Order;
  onOrder: (order: Order) => void;
  children: ReactNode;
}

function Head({ className = "", name, order, onOrder, children }: HeadProps) {
  const isIt = order.by === name;
  const Arrow = order.isDown ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th className={className} aria-sort={isIt ? (order.isDown ? "descending" : "ascending") : "none"}>
      <UnstyledButton fz="sm" fw={600} onClick={() => onOrder({ by: name, isDown: isIt ? !order.isDown : name !== "person" })} data-testid={`health-sort-${name}`}>
        <Group gap={4} wrap="nowrap">
          {children}
          {isIt && <Arrow size={13} />}
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
}

function Phones({ phones }: { phones: PhoneHealth[] }) {
  const { t } = useLanguage();
  const now = useNow();
  const [order, setOrder] = useState<Order>({ by: "state", isDown: true });
  const head = (name: SortKey, label: string, className = "") => (
    <Head className={className} name={name} order={order} onOrder={setOrder}>
      {label}
    </Head>
  );
  return (
    <Table fz="sm" verticalSpacing="xs" stickyHeader className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          {head("state", t("health.state"))}
          {head("person", t("health.person"))}
          {head("contact", t("health.contact"))}
          {head("queue", t("health.queue"))}
          {head("media", t("health.media"), classes.wide)}
          {head("quarantined", t("health.quarantined"))}
          <Table.Th className={classes.wide}>{t("health.app")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sorted(phones, order).map((phone) => (
          <Row key={phone.device.id} phone={phone} now={now} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function States({ health, value, onChange }: { health: Health | undefined; value: string; onChange: (value: string) => void }) {
  const { t } = useLanguage();
  const total = health?.items.length;
  const data = [
    { value: "", label: `${t("health.state.all")}${total === undefined ? "" : ` (${total})`}` },
    ...HEALTH_STATES.map((state) => ({ value: state, label: `${t(`health.state.${state}` as const)}${health ? ` (${health.counts[state]})` : ""}` })),
  ];
  return <SegmentedControl size="xs" data={data} value={value} onChange={onChange} data-testid="health-filter" />;
}

/** How the sync of each phone stands; a phone that has not reported is unknown, never nought. */
export default function HealthPage() {
  const { t } = useLanguage();
  const health = useQuery(healthQuery);
  const [state, setState] = useState("");
  return (
    <div className="page">
      <PageHead title={t("health.title")}>
        <States health={health.data} value={state} onChange={setState} />
      </PageHead>
      <div className="scroll">
        <Text size="sm" c="dimmed" px="md" py="xs">
          {t("health.lead")}
        </Text>
        <Read of={health}>
          {({ items }) => {
            const shown = items.filter((phone) => state === "" || phone.state === state);
            return shown.length > 0 ? (
              <Phones phones={shown} />
            ) : (
              <Blank title={t("health.empty")} hint={t("health.empty.hint")} icon={<IconDeviceMobile size={24} stroke={1.5} />} />
            );
          }}
        </Read>
      </div>
    </div>
  );
}
