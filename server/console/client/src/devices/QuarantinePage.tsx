import { useState } from "react";
import { Badge, Code, Drawer, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { quarantineQuery } from "../api/queries";
import type { QuarantinedOperation } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { formatTime } from "../ui/format";
import classes from "./DevicesPage.module.css";

function Operations({ items, onOpen }: { items: QuarantinedOperation[]; onOpen: (item: QuarantinedOperation) => void }) {
  const { t } = useLanguage();
  return (
    <Table fz="sm" verticalSpacing="xs" stickyHeader className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("quarantine.received")}</Table.Th>
          <Table.Th>{t("quarantine.reason")}</Table.Th>
          <Table.Th>{t("quarantine.device")}</Table.Th>
          <Table.Th className={classes.wide}>{t("quarantine.number")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Table.Tr key={item.id} className={classes.row} onClick={() => onOpen(item)} data-testid="quarantined">
            <Table.Td>{formatTime(item.received_at)}</Table.Td>
            <Table.Td>
              <Badge size="sm" variant="light" color="orange" tt="none">
                {item.code}
              </Badge>
              {item.reason && (
                <Text size="xs" c="dimmed">
                  {item.reason}
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              {item.employee?.name ?? t("value.unknown")}
              <Text size="xs" c="dimmed">
                {item.device?.name}
              </Text>
            </Table.Td>
            <Table.Td className={classes.wide}>{item.n ?? t("value.unknown")}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The operation as it was sent, indented where it is JSON. */
function legible(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}

function Payload({ item }: { item: QuarantinedOperation }) {
  const { t } = useLanguage();
  const facts: [string, string][] = [
    [t("quarantine.reason"), item.reason ?? item.code],
    [t("submission.employee"), item.employee?.name ?? t("value.unknown")],
    [t("quarantine.device"), item.device?.name ?? t("value.unknown")],
    [t("quarantine.number"), item.n === null ? t("value.unknown") : String(item.n)],
    [t("quarantine.received"), formatTime(item.received_at)],
  ];
  return (
    <Stack gap="xs">
      {facts.map(([label, text]) => (
        <Group key={label} gap="xs" wrap="nowrap" align="flex-start">
          <Text size="sm" c="dimmed" w={140} style={{ flexShrink: 0 }}>
            {label}
          </Text>
          <Text size="sm">{text}</Text>
        </Group>
      ))}
      <Title order={3} fz="sm" mt="sm">
        {t("quarantine.payload")}
      </Title>
      <Code block data-testid="payload">
        {legible(item.payload)}
      </Code>
    </Stack>
  );
}

/** What phones sent and the server could not apply: kept as it came. */
export default function QuarantinePage() {
  const { t } = useLanguage();
  const { data, error, isPending, refetch } = useQuery({ ...quarantineQuery, refetchOnMount: "always" });
  const [opened, setOpened] = useState<QuarantinedOperation | null>(null);
  return (
    <div className="page">
      <PageHead title={t("quarantine.title")} />
      <div className="scroll">
        {error && !data ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <LoadingRows />
        ) : data.items.length === 0 ? (
          <Blank title={t("quarantine.empty")} hint={t("quarantine.empty.hint")} icon={<IconCircleCheck size={24} stroke={1.5} />} />
        ) : (
          <Operations items={data.items} onOpen={setOpened} />
        )}
      </div>
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position="right"
        size={520}
        title={opened?.code}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {opened && <Payload item={opened} />}
      </Drawer>
    </div>
  );
}
