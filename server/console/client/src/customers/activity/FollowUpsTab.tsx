import { useState } from "react";
import { Anchor, Badge, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLanguage } from "../../i18n/language";
import { LoadingRows } from "../../ui/Blank";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { formatTime } from "../../ui/format";
import { TaskDialog, useTaskKinds } from "./TaskDialog";
import { EntryIcon, useEntryTitle } from "./entry";
import { EXCHANGE_KINDS, type FollowUp, inTimeOrder } from "./followUps";
import { taskPages, timelinePages } from "./queries";
import type { Task, TimelineEntry } from "./types";
import classes from "./Activity.module.css";

function TaskWords({ task, onOpen }: { task: Task; onOpen: () => void }) {
  const { t } = useLanguage();
  const kind = useTaskKinds().find(({ value }) => value === task.kind)?.label ?? task.kind;
  return (
    <div>
      <Group gap={6}>
        <Anchor component="button" type="button" size="sm" fw={600} c="inherit" onClick={onOpen}>
          {kind}
        </Anchor>
        <Badge size="xs" variant="light" tt="none" color={task.state === "done" ? "green" : task.overdue ? "red" : "gray"}>
          {task.overdue ? t("task.overdue") : t(`task.state.${task.state}`)}
        </Badge>
      </Group>
      <Text size="sm">{task.title === kind ? task.note : task.title}</Text>
      {task.note && task.title !== kind && task.note !== task.title && (
        <Text size="sm" c="dimmed" style={{ whiteSpace: "pre-wrap" }}>
          {task.note}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {task.responsible.name}
      </Text>
    </div>
  );
}

function EntryWords({ entry, onOpen }: { entry: TimelineEntry; onOpen: (submissionId: string) => void }) {
  const title = useEntryTitle()(entry);
  const { submission_id: submissionId } = entry;
  return (
    <div>
      {submissionId ? (
        <Anchor component="button" type="button" size="sm" fw={600} c="inherit" onClick={() => onOpen(submissionId)}>
          {title}
        </Anchor>
      ) : (
        <Text size="sm" fw={600}>
          {title}
        </Text>
      )}
      {entry.note && (
        <Text size="sm" style={{ whiteSpace: "pre-wrap" }} lineClamp={4}>
          {entry.note}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {entry.employee?.name}
      </Text>
    </div>
  );
}

function Line({ item, onTask, onOpen }: { item: FollowUp; onTask: (task: Task) => void; onOpen: (submissionId: string) => void }) {
  const { task } = item;
  return (
    <div className={classes.follow} data-testid="follow-up" data-at={item.at}>
      <Text size="xs" c="dimmed" pt={2} className={classes.time}>
        {formatTime(item.at)}
      </Text>
      <EntryIcon kind={task ? "task" : item.entry.kind} />
      {task ? <TaskWords task={task} onOpen={() => onTask(task)} /> : <EntryWords entry={item.entry} onOpen={onOpen} />}
    </div>
  );
}

/** Exchanges with the customer in the order of time, and agreeing on the next one (TM-12, TM-13). */
export function FollowUpsTab({ customerId, onOpen }: { customerId: string; onOpen: (submissionId: string) => void }) {
  const { t } = useLanguage();
  const [order, setOrder] = useState("newest");
  const [edited, edit] = useState<Task | "new" | null>(null);
  const tasks = useInfiniteQuery(taskPages({ customer_id: customerId, order: "-due" }));
  const exchanges = useInfiniteQuery(timelinePages(customerId, EXCHANGE_KINDS));
  const error = tasks.error ?? exchanges.error;
  const isRead = tasks.data !== undefined && exchanges.data !== undefined;
  const items = inTimeOrder(
    tasks.data?.pages.flatMap((page) => page.items) ?? [],
    exchanges.data?.pages.flatMap((page) => page.items) ?? [],
    order === "oldest",
  );
  return (
    <Stack gap="sm" maw={860}>
      <Group justify="space-between">
        <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => edit("new")} data-testid="follow-add">
          {t("follow.add")}
        </Button>
        <SegmentedControl
          size="xs"
          data={[
            { value: "newest", label: t("follow.newest") },
            { value: "oldest", label: t("follow.oldest") },
          ]}
          value={order}
          onChange={setOrder}
          aria-label={t("follow.order")}
          data-testid="follow-order"
        />
      </Group>
      {!isRead && (error ? <ErrorNotice error={error} /> : <LoadingRows rows={3} />)}
      {isRead && items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("follow.empty")}
        </Text>
      )}
      {items.length > 0 && (
        <div className="panel">
          {items.map((item) => (
            <Line key={item.id} item={item} onTask={edit} onOpen={onOpen} />
          ))}
        </div>
      )}
      {(tasks.hasNextPage || exchanges.hasNextPage) && (
        <Button
          variant="subtle"
          loading={tasks.isFetchingNextPage || exchanges.isFetchingNextPage}
          onClick={() => {
            if (tasks.hasNextPage) void tasks.fetchNextPage();
            if (exchanges.hasNextPage) void exchanges.fetchNextPage();
          }}
        >
          {t("action.more")}
        </Button>
      )}
      {edited && <TaskDialog customerId={customerId} task={edited === "new" ? null : edited} isFollowUp={edited === "new"} onClose={() => edit(null)} />}
    </Stack>
  );
}
