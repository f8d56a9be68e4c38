import { useState } from "react";
import { ActionIcon, Button, Checkbox, Group, Menu, Stack, Table, Text } from "@mantine/core";
import { IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { Dialog } from "../../ui/Dialog";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { LateMark } from "../../ui/LateMark";
import { formatTime } from "../../ui/format";
import { Pages } from "./Pages";
import { TaskDialog, useTaskKinds } from "./TaskDialog";
import { taskPages } from "./queries";
import type { Task } from "./types";
import classes from "./Activity.module.css";

/** Asks before a task goes for good (TM-05, TM-06). */
export function DeleteTask({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t } = useLanguage();
  const remove = useAction(() => call<undefined>(`/tasks/${task.id}`, { method: "DELETE" }));
  return (
    <Dialog
      title={t("task.delete.title", { name: task.title })}
      onClose={onClose}
      action={t("task.delete.confirm")}
      dismiss={t("tasks.close")}
      color="red.9"
      onAct={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            showDone(t("task.deleted"));
            onClose();
          },
        })
      }
      isActing={remove.isPending}
      error={remove.error}
      testid="task-delete"
    >
      <Text size="sm">{t("task.delete.hint")}</Text>
    </Dialog>
  );
}

function useDone(task: Task) {
  const { t } = useLanguage();
  const done = useAction((isDone: boolean) => call<Task>(`/tasks/${task.id}`, { method: "PATCH", body: { state: isDone ? "done" : "open" } }));
  return { isPending: done.isPending, set: (isDone: boolean) => done.mutate(isDone, { onError: (error) => showProblem(error, t) }) };
}

function Row({ task, kind, onEdit, onDelete }: { task: Task; kind: string; onEdit: () => void; onDelete: () => void }) {
  const { t } = useLanguage();
  const done = useDone(task);
  const isDone = task.state === "done";
  return (
    <Table.Tr data-testid="task-row" data-state={task.state}>
      <Table.Td w={36}>
        <Checkbox
          checked={isDone}
          disabled={done.isPending}
          onChange={(event) => done.set(event.currentTarget.checked)}
          aria-label={t("task.tick", { name: task.title })}
          data-testid="task-tick"
        />
      </Table.Td>
      <Table.Td className={classes.time}>
        {formatTime(task.due_at)}
        {task.overdue && (
          <>
            {" "}
            <LateMark>{t("task.overdue")}</LateMark>
          </>
        )}
      </Table.Td>
      <Table.Td className={classes.wide}>{kind}</Table.Td>
      <Table.Td>
        <Text size="sm" fw={600} td={isDone ? "line-through" : undefined}>
          {task.title}
        </Text>
        {task.note && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {task.note}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.wide}>{task.responsible.name}</Table.Td>
      <Table.Td className={classes.wide}>{t(`task.state.${task.state}`)}</Table.Td>
      <Table.Td w={40}>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t("task.more", { name: task.title })} data-testid="task-more">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={onEdit}>
              {t("action.edit")}
            </Menu.Item>
            <Menu.Item color="red.9" leftSection={<IconTrash size={15} />} onClick={onDelete}>
              {t("task.delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}

function Rows({ tasks, onEdit, onDelete }: { tasks: Task[]; onEdit: (task: Task) => void; onDelete: (task: Task) => void }) {
  const { t } = useLanguage();
  const kinds = new Map(useTaskKinds().map(({ value, label }) => [value, label]));
  return (
    <Table fz="sm" verticalSpacing={6} className="panel">
      <Table.Thead>
        <Table.Tr>
          <Table.Th />
          <Table.Th>{t("task.due")}</Table.Th>
          <Table.Th className={classes.wide}>{t("task.kind")}</Table.Th>
          <Table.Th>{t("task.content")}</Table.Th>
          <Table.Th className={classes.wide}>{t("task.responsible")}</Table.Th>
          <Table.Th className={classes.wide}>{t("task.state")}</Table.Th>
          <Table.Th />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tasks.map((task) => (
          <Row key={task.id} task={task} kind={kinds.get(task.kind) ?? task.kind} onEdit={() => onEdit(task)} onDelete={() => onDelete(task)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What colleagues have to do about the customer (TM-19). */
export function TasksTab({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  const [edited, edit] = useState<Task | "new" | null>(null);
  const [doomed, doom] = useState<Task | null>(null);
  const tasks = useInfiniteQuery(taskPages({ customer_id: customerId }));
  return (
    <Stack gap="sm">
      <Group>
        <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => edit("new")} data-testid="task-add">
          {t("task.add")}
        </Button>
      </Group>
      <Pages of={tasks} empty={t("task.empty")}>
        {(items) => <Rows tasks={items} onEdit={edit} onDelete={doom} />}
      </Pages>
      {edited && <TaskDialog customerId={customerId} task={edited === "new" ? null : edited} onClose={() => edit(null)} />}
      {doomed && <DeleteTask task={doomed} onClose={() => doom(null)} />}
    </Stack>
  );
}
