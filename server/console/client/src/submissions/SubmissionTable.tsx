import { useEffect, useRef } from "react";
import { Button, Group, Table, Text } from "@mantine/core";
import type { Submission } from "../api/types";
import { useLanguage } from "../i18n/language";
import { FlagBadge, StateBadge } from "../ui/StateBadge";
import { formatTime } from "../ui/format";
import { Thumbnails } from "./Thumbnails";
import classes from "./SubmissionTable.module.css";

interface Props {
  items: Submission[];
  pointedId: string | null;
  onOpen: (id: string) => void;
  /** Reading on; null at the end of the list. */
  more: { isFetching: boolean; fetch: () => void } | null;
}

function Row({ item, isPointed, onOpen }: { item: Submission; isPointed: boolean; onOpen: (id: string) => void }) {
  const { say } = useLanguage();
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isPointed) row.current?.scrollIntoView({ block: "nearest" });
  }, [isPointed]);
  return (
    <Table.Tr
      ref={row}
      className={classes.row}
      data-pointed={isPointed || undefined}
      onClick={() => onOpen(item.id)}
      data-testid="submission-row"
      data-submission={item.id}
    >
      <Table.Td>
        <StateBadge state={item.state} />
      </Table.Td>
      <Table.Td className={classes.main}>
        <Text size="sm" fw={600} truncate>
          {item.customer?.name ?? say(item.form_title)}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {say(item.form_title)}
        </Text>
      </Table.Td>
      <Table.Td className={`${classes.wide} ${classes.who}`}>{item.employee.name}</Table.Td>
      <Table.Td className={classes.time}>{formatTime(item.occurred_at)}</Table.Td>
      <Table.Td className={classes.wide}>
        <Thumbnails ids={item.media.map(({ media_id }) => media_id)} size={34} most={3} />
      </Table.Td>
      <Table.Td className={classes.wide}>
        <Group gap={4}>
          {item.flags.map((code) => (
            <FlagBadge key={code} code={code} />
          ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

export function SubmissionTable({ items, pointedId, onOpen, more }: Props) {
  const { t } = useLanguage();
  return (
    <>
      <Table stickyHeader verticalSpacing={6} fz="sm" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={130}>{t("filter.state")}</Table.Th>
            <Table.Th>{t("submission.customer")}</Table.Th>
            <Table.Th className={classes.wide}>{t("submission.employee")}</Table.Th>
            <Table.Th>{t("submissions.time")}</Table.Th>
            <Table.Th className={classes.wide}>{t("submission.photos")}</Table.Th>
            <Table.Th className={classes.wide}>{t("submission.flags")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Row key={item.id} item={item} isPointed={item.id === pointedId} onOpen={onOpen} />
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="space-between" p="sm">
        {more ? (
          <Button size="compact-sm" variant="subtle" loading={more.isFetching} onClick={more.fetch} data-testid="submissions-more">
            {t("action.more")}
          </Button>
        ) : (
          <Text size="xs" c="dimmed">
            {t("value.total", { n: items.length })}
          </Text>
        )}
        <Text size="xs" c="dimmed" visibleFrom="md">
          {t("submissions.keys")}
        </Text>
      </Group>
    </>
  );
}
