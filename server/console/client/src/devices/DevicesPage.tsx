import { useState } from "react";
import { Badge, Button, Table, Text, Tooltip } from "@mantine/core";
import { IconDeviceMobile, IconQrcode, IconQuestionMark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { devicesQuery } from "../api/queries";
import type { Device } from "../api/types";
import { useLanguage } from "../i18n/language";
import type { Translate } from "../i18n/translate";
import type { MessageKey } from "../i18n/vi";
import { useRight } from "../shell/session";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { formatAgo, formatTime, isSilent } from "../ui/format";
import { useNow } from "../ui/useNow";
import { EnrolPhone } from "./EnrolPhone";
import { PhoneActions } from "./PhoneActions";
import type { Phone } from "./phones";
import classes from "./DevicesPage.module.css";

const CLOCK_TOLERANCE_MS = 60_000;

function Queue({ device, now }: { device: Device; now: Date }) {
  const { t } = useLanguage();
  if (device.queue_depth === null || isSilent(device.last_seen_at, now)) {
    return (
      <Tooltip label={t("devices.silent")}>
        <Badge variant="light" color="gray" tt="none" leftSection={<IconQuestionMark size={12} />} data-testid="queue-unknown">
          {t("value.unknown")}
        </Badge>
      </Tooltip>
    );
  }
  return (
    <Badge variant="light" color={device.queue_depth > 0 ? "amber" : "teal"} tt="none" data-testid="queue-depth">
      {device.queue_depth}
    </Badge>
  );
}

function Clock({ offset }: { offset: number | null }) {
  const { t } = useLanguage();
  if (offset === null) return <>{t("value.unknown")}</>;
  const text = t("devices.seconds", { n: Math.round(offset / 1_000) });
  return Math.abs(offset) > CLOCK_TOLERANCE_MS ? (
    <Text span size="sm" c="orange.8" fw={600}>
      {text}
    </Text>
  ) : (
    <>{text}</>
  );
}

/** What is known of the state; that a wiped phone was erased is known from the phone alone. */
function stateText(phone: Phone, t: Translate): string {
  if (phone.state === "wiped") {
    return phone.wipe_confirmed_at
      ? t("devices.wipe.confirmed", { at: formatTime(phone.wipe_confirmed_at) })
      : t("devices.wipe.waiting", { at: formatTime(phone.wipe_ordered_at) });
  }
  if (phone.state === "drain" && phone.drain_until) return t("devices.state.drain.until", { at: formatTime(phone.drain_until) });
  return t(`devices.state.${phone.state}` as MessageKey);
}

function Row({ device, now, mayChange }: { device: Phone; now: Date; mayChange: boolean }) {
  const { t } = useLanguage();
  const ago = (at: string | null) => (at === null ? t("devices.never") : formatAgo(at, now, t));
  return (
    <Table.Tr data-testid="device-row" data-state={device.state}>
      <Table.Td>
        <Text size="sm" fw={600}>
          {device.name}
        </Text>
        <Text size="xs" c="dimmed">
          {[device.platform, stateText(device, t)].filter(Boolean).join(" · ")}
        </Text>
        {device.copied && (
          <Text size="xs" c="red.7" fw={600}>
            {t("devices.copied")}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{device.employee?.name ?? t("value.none")}</Table.Td>
      <Table.Td>{ago(device.last_seen_at)}</Table.Td>
      <Table.Td className={classes.wide}>{ago(device.last_push_at)}</Table.Td>
      <Table.Td>
        <Queue device={device} now={now} />
      </Table.Td>
      <Table.Td className={classes.wide}>{device.app_version ?? t("value.unknown")}</Table.Td>
      <Table.Td className={classes.wide}>
        <Clock offset={device.clock_offset_ms} />
      </Table.Td>
      <Table.Td>{mayChange && <PhoneActions phone={device} />}</Table.Td>
    </Table.Tr>
  );
}

function DeviceTable({ devices }: { devices: Phone[] }) {
  const { t } = useLanguage();
  const mayChange = useRight("device.write");
  const now = useNow();
  return (
    <Table fz="sm" verticalSpacing="xs" stickyHeader className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("devices.name")}</Table.Th>
          <Table.Th>{t("devices.employee")}</Table.Th>
          <Table.Th>{t("devices.seen")}</Table.Th>
          <Table.Th className={classes.wide}>{t("devices.pushed")}</Table.Th>
          <Table.Th>{t("devices.queue")}</Table.Th>
          <Table.Th className={classes.wide}>{t("devices.version")}</Table.Th>
          <Table.Th className={classes.wide}>{t("devices.clock")}</Table.Th>
          <Table.Th aria-label={t("devices.actions")} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {devices.map((device) => (
          <Row key={device.id} device={device} now={now} mayChange={mayChange} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The team's phones: when they were last heard of, and what they still hold. */
export default function DevicesPage() {
  const { t } = useLanguage();
  const { data, error, isPending, refetch } = useQuery(devicesQuery);
  const mayChange = useRight("device.write");
  const [isEnrolling, setEnrolling] = useState(false);
  // The profile of an employee leads here, to his phones alone.
  const [parameters, setParameters] = useSearchParams();
  const employeeId = parameters.get("employee");
  const phones = (data?.items ?? []).filter(({ employee }) => employeeId === null || employee?.id === employeeId) as Phone[];
  return (
    <div className="page">
      <PageHead title={t("devices.title")}>
        {employeeId !== null && (
          <Button variant="light" color="gray" size="xs" onClick={() => setParameters({})} data-testid="devices-all">
            {t("devices.all")}
          </Button>
        )}
        {mayChange && (
          <Button leftSection={<IconQrcode size={18} />} onClick={() => setEnrolling(true)} data-testid="enrol">
            {t("devices.enrol")}
          </Button>
        )}
      </PageHead>
      {isEnrolling && <EnrolPhone onClose={() => setEnrolling(false)} />}
      <div className="scroll">
        {error && !data ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <LoadingRows />
        ) : phones.length === 0 ? (
          <Blank title={t("devices.empty")} hint={t("devices.empty.hint")} icon={<IconDeviceMobile size={24} stroke={1.5} />} />
        ) : (
          <DeviceTable devices={phones} />
        )}
      </div>
    </div>
  );
}
