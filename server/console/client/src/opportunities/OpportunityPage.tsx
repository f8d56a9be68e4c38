import { useMemo } from "react";
import { Anchor, Button, Group, SimpleGrid, Stack, Table, Text, Timeline } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { recordQuery } from "../api/recordQueries";
import type { OpportunityDetail } from "../api/recordTypes";
import { formatMoney, formatQuantity, useChoiceWords } from "../catalogue/words";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { CustomerName } from "../ui/CustomerName";
import { DetailFrame, Panel } from "../ui/DetailFrame";
import { Facts } from "../ui/Facts";
import { Read } from "../ui/Read";
import { RecordAnswers } from "../ui/RecordAnswers";
import { formatTime } from "../ui/format";
import { processesQuery } from "./queries";
import { StepMark } from "./StepMark";
import { useMove } from "./useMove";

const SHOWN = ["items", "customer"];

function Steps({ opportunity }: { opportunity: OpportunityDetail }) {
  const may = useRight("opportunity.write");
  const { move, isMoving } = useMove();
  const process = useQuery(processesQuery).data?.items.find(({ id }) => id === opportunity.process_id);
  if (process === undefined) return null;
  return (
    <Group gap={6}>
      {process.steps.map((step) => (
        <Button key={step.id} size="xs" variant={step.id === opportunity.step.id ? "filled" : "default"} disabled={!may || isMoving || step.id === opportunity.step.id} onClick={() => move(opportunity.id, step)} data-testid="opportunity-to" data-step={step.name}>
          {step.name}
        </Button>
      ))}
    </Group>
  );
}

function Items({ opportunity }: { opportunity: OpportunityDetail }) {
  const { t } = useLanguage();
  const words = useChoiceWords();
  return (
    <Table fz="sm">
      <Table.Tbody>
        {opportunity.items.map((item, place) => (
          <Table.Tr key={place} data-testid="opportunity-item">
            <Table.Td>
              <Anchor component={Link} to={`/products/${item.product.id}`} size="sm">
                {item.product.name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {words("delivery_frequencies", item.delivery_frequency)}
              </Text>
            </Table.Td>
            <Table.Td ta="right">× {formatQuantity(item.qty, t)}</Table.Td>
            <Table.Td ta="right">{item.price === null ? t("orders.line.noprice") : formatMoney(item.amount, t)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th colSpan={2} ta="right">
            {t("opportunities.value")}
          </Table.Th>
          <Table.Th ta="right">{formatMoney(opportunity.expected_value, t)}</Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}

function Moves({ opportunity }: { opportunity: OpportunityDetail }) {
  const { t } = useLanguage();
  if (opportunity.moves.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("opportunities.moves.none")}
      </Text>
    );
  }
  return (
    <Timeline bulletSize={14} lineWidth={2} active={opportunity.moves.length}>
      {opportunity.moves.map((move) => (
        <Timeline.Item key={move.at} title={`${move.from_step.name} → ${move.to_step.name}`} data-testid="opportunity-moved">
          <Text size="sm" c="dimmed">
            {move.by.name} · {formatTime(move.at)}
          </Text>
          {move.note && <Text size="sm">{move.note}</Text>}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

function Loaded({ opportunity }: { opportunity: OpportunityDetail }) {
  const { t } = useLanguage();
  const names = useMemo(() => opportunity.items.map(({ product }) => product), [opportunity]);
  return (
    <DetailFrame
      back={{ to: "/opportunities", label: t("opportunities.title") }}
      title={opportunity.customer.name ?? opportunity.code}
      marks={
        <>
          <StepMark step={opportunity.step} />
          <Text size="sm" c="dimmed">
            {[opportunity.code, `${opportunity.step.probability} %`, formatMoney(opportunity.expected_value, t)].join(" · ")}
          </Text>
        </>
      }
      acts={<Steps opportunity={opportunity} />}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title={t("opportunities.items")}>
          <Items opportunity={opportunity} />
        </Panel>
        <Stack gap="md">
          <Panel title={t("record.details")}>
            <Facts
              lines={[
                [t("opportunities.customer"), <CustomerName key="customer" customer={opportunity.customer} />],
                [t("opportunities.owner"), opportunity.owner.name],
                [t("opportunities.time"), formatTime(opportunity.captured_at)],
                [t("record.submission"), <Anchor key="submission" component={Link} to={`/submissions?submission=${opportunity.submission_id}`} size="sm">{t("action.open")}</Anchor>],
              ]}
            />
            <RecordAnswers formKey={`opportunity.${opportunity.channel}`} fields={opportunity.fields} names={names} without={SHOWN} />
          </Panel>
          <Panel title={t("opportunities.moves")}>
            <Moves opportunity={opportunity} />
          </Panel>
        </Stack>
      </SimpleGrid>
    </DetailFrame>
  );
}

/** One opportunity: what may be sold, what it is worth, at which step it stands. */
export default function OpportunityPage() {
  const { recordId } = useParams();
  const opportunity = useQuery(recordQuery<OpportunityDetail>("/opportunities", recordId));
  return <Read of={opportunity}>{(found) => <Loaded opportunity={found} />}</Read>;
}
