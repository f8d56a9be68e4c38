import { useState } from "react";
import { Anchor, Button, Group, Menu, Paper, Select, Stack, Text, ActionIcon } from "@mantine/core";
import { IconDots, IconTargetArrow } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { pagesQuery } from "../api/recordQueries";
import type { Opportunity, Process, Step } from "../api/recordTypes";
import { formatMoney } from "../catalogue/words";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { Read } from "../ui/Read";
import classes from "./Board.module.css";
import { useMove } from "./useMove";

interface CardProps {
  opportunity: Opportunity;
  steps: readonly Step[];
  mayMove: boolean;
  onMove: (step: Step) => void;
}

function Card({ opportunity, steps, mayMove, onMove }: CardProps) {
  const { t } = useLanguage();
  const { id, customer, expected_value, owner, step } = opportunity;
  return (
    <Paper
      withBorder
      p="xs"
      draggable={mayMove}
      onDragStart={(event) => event.dataTransfer.setData("text/plain", id)}
      style={mayMove ? { cursor: "grab" } : {}}
      data-testid="board-card"
      data-opportunity={id}
    >
      <Group justify="space-between" wrap="nowrap" gap={4}>
        <Anchor component={Link} to={`/opportunities/${id}`} size="sm" fw={600} c="inherit" truncate>
          {customer.name ?? t("flag.customer_not_visible")}
        </Anchor>
        {mayMove && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("opportunities.move")} data-testid="board-move">
                <IconDots size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t("opportunities.move")}</Menu.Label>
              {steps.map((each) => (
                <Menu.Item key={each.id} disabled={each.id === step.id} onClick={() => onMove(each)}>
                  {each.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <Text size="sm">{formatMoney(expected_value, t)}</Text>
      <Text size="xs" c="dimmed" truncate>
        {owner.name}
      </Text>
    </Paper>
  );
}

interface ColumnProps {
  process: Process;
  step: Process["steps"][number];
  employeeId: string | null;
}

function Column({ process, step, employeeId }: ColumnProps) {
  const { t } = useLanguage();
  const mayMove = useRight("opportunity.write");
  const [isOver, setOver] = useState(false);
  const { move } = useMove();
  const pages = useInfiniteQuery(pagesQuery<Opportunity>("/opportunities", { step_id: step.id, employee_id: employeeId, limit: 30 }));
  return (
    <section
      className={classes.column}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!mayMove) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const id = event.dataTransfer.getData("text/plain");
        if (id) move(id, step);
      }}
      aria-label={step.name}
      data-testid="board-column"
      data-step={step.name}
    >
      <header className={classes.head}>
        <Text fw={600} size="sm">
          {step.name}
        </Text>
        <Text size="xs" c="dimmed">
          {t("opportunities.count", { n: step.count })} · {formatMoney(step.expected_value, t)}
        </Text>
      </header>
      <Read of={pages} rows={2}>
        {(data) => (
          <Stack gap={6}>
            {data.pages
              .flatMap(({ items }) => items)
              .map((opportunity) => (
                <Card key={opportunity.id} opportunity={opportunity} steps={process.steps} mayMove={mayMove} onMove={(to) => move(opportunity.id, to)} />
              ))}
            {pages.hasNextPage && (
              <Button size="compact-xs" variant="subtle" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t("action.more")}
              </Button>
            )}
          </Stack>
        )}
      </Read>
    </section>
  );
}

/** The opportunities of one process by their steps; cards are dragged from step to step. */
export function Board({ processes, employeeId }: { processes: readonly Process[]; employeeId: string | null }) {
  const { t } = useLanguage();
  const [chosen, choose] = useState<string | null>(null);
  const process = processes.find(({ id }) => id === chosen) ?? processes.find(({ is_default }) => is_default) ?? processes[0];
  if (process === undefined) return <Blank title={t("opportunities.empty")} hint={t("opportunities.empty.hint")} icon={<IconTargetArrow size={24} stroke={1.5} />} />;
  return (
    <>
      {processes.length > 1 && <Select size="xs" m="sm" w={260} data={processes.map(({ id, name }) => ({ value: id, label: name }))} value={process.id} onChange={choose} allowDeselect={false} aria-label={process.name} />}
      <div className={classes.board} data-testid="board">
        {process.steps.map((step) => (
          <Column key={step.id} process={process} step={step} employeeId={employeeId} />
        ))}
      </div>
    </>
  );
}
