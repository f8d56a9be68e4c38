import { Badge, Table, Text, Tooltip } from "@mantine/core";
import { IconDeviceMobile, IconQuestionMark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { devicesQuery } from "../api/queries";
import type { Device } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { formatAgo, isSilent } from "../ui/format";
import { useNow } from "../ui/useNow";
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

function Row({ device, now }: { device: Device; now: Date }) {
  const { t } = useLanguage();
  const ago = (at: string | null) => (at === null ? t("devices.never") : formatAgo(at, now, t));
  const isRevoked = device.state === "revoked";
  return (
    <Table.Tr data-testid="device-row">
      <Table.Td>
        <Text size="sm" fw={600}>
          {device.name}
        </Text>
        <Text size="xs" c="dimmed">
          {[device.platform, t(isRevoked ? "devices.state.revoked" : "devices.state.active")].filter(Boolean).join(" · ")}
        </Text>
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
    </Table.Tr>
  );
}

function DeviceTable({ devices }: { devices: Device[] }) {
  const { t } = useLanguage();
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
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {devices.map((device) => (
          <Row key={device.id} device={device} now={now} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The team's phones: when they were last heard of, and what they still hold. */
export default function DevicesPage() {
  const { t } = useLanguage();
  const { data, error, isPending, refetch } = useQuery(devicesQuery);
  return (
    <div className="page">
      <PageHead title={t("devices.title")} />
      <div className="scroll">
        {error && !data ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <LoadingRows />
        ) : data.items.length === 0 ? (
          <Blank title={t("devices.empty")} hint={t("devices.empty.hint")} icon={<IconDeviceMobile size={24} stroke={1.5} />} />
        ) : (
          <DeviceTable devices={data.items} />
        )}
      </div>
    </div>
  );
}
