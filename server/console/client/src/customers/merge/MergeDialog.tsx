import { useState } from "react";
import { Alert, Button, Group, Modal, Radio, Stack, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowsExchange, IconGitMerge } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { customerQuery, formsQuery } from "../../api/queries";
import type { CustomerDetail, CustomerKind, FormField } from "../../api/types";
import { tagsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { isFormerAddress, shortText } from "../../submissions/answers";
import { useLookup } from "../../submissions/useLookup";
import { LoadingRows } from "../../ui/Blank";
import { ErrorNotice, showDone, showProblem } from "../../ui/ErrorNotice";
import { formatTime } from "../../ui/format";
import { StatusBadge } from "../StatusBadge";
import { type Difference, type Side, differences, turned, usualChoices } from "./choices";
import { type Merge, useMerge, useUndoMerge } from "./queries";
import classes from "./MergeDialog.module.css";

interface Props {
  /** The two customers; the first one stays unless they change places. */
  ids: readonly [string, string];
  onClose: () => void;
  onDone: (winnerId: string) => void;
}

/** Tags belong to every customer and to no form. */
const TAGS: FormField = { name: "tags", type: "refs", label: { vi: "Thẻ", en: "Tags" } };

/** Tells that two became one, with the way back. */
function useTellMerged() {
  const { t } = useLanguage();
  const undo = useUndoMerge();
  return (merge: Merge) => {
    const id = `merge-${merge.id}`;
    function takeBack(): void {
      notifications.hide(id);
      undo.mutate(merge.id, { onSuccess: () => showDone(t("merge.undone")), onError: (error) => showProblem(error, t) });
    }
    notifications.show({
      id,
      color: "teal",
      autoClose: 15_000,
      title: t("merge.done"),
      message: (
        <Button size="compact-sm" variant="light" mt={6} onClick={takeBack} data-testid="merge-undo-now">
          {t("merge.undo")}
        </Button>
      ),
    });
  };
}

function Head({ customer, isWinner }: { customer: CustomerDetail; isWinner: boolean }) {
  const { t } = useLanguage();
  return (
    <div>
      <Text size="xs" c={isWinner ? "teal" : "dimmed"} fw={600}>
        {t(isWinner ? "merge.stays" : "merge.goes")}
      </Text>
      <Text size="sm" fw={700}>
        {customer.name}
      </Text>
      <Text size="xs" c="dimmed">
        {[customer.code, customer.phone_text, customer.owner?.name, formatTime(customer.updated_at)].filter(Boolean).join(" · ")}
      </Text>
      <StatusBadge status={customer.status} />
    </div>
  );
}

interface LinesProps {
  lines: Difference[];
  choices: Record<string, Side>;
  onChoose: (name: string, side: Side) => void;
}

function Lines({ lines, choices, onChoose }: LinesProps) {
  const { t } = useLanguage();
  const tags = useQuery(tagsQuery).data?.items;
  const lookup = useLookup(tags, isFormerAddress(choices));
  const cell = (line: Difference, side: Side) => (
    <Table.Td className={classes.value} data-chosen={choices[line.name] === side || undefined}>
      <Radio
        name={`merge-${line.name}`}
        checked={choices[line.name] === side}
        onChange={() => onChoose(line.name, side)}
        label={shortText(line.field, line[side], lookup) || t("value.none")}
        data-testid={`merge-${line.name}-${side}`}
      />
    </Table.Td>
  );
  return (
    <>
      {lines.map((line) => (
        <Table.Tr key={line.name}>
          <Table.Td c="dimmed" className={classes.label}>
            {lookup.say(line.field.label)}
          </Table.Td>
          {cell(line, "winner")}
          {cell(line, "loser")}
        </Table.Tr>
      ))}
    </>
  );
}

function Sides({ pair, onClose, onDone }: { pair: readonly [CustomerDetail, CustomerDetail] } & Omit<Props, "ids">) {
  const { t } = useLanguage();
  const forms = useQuery(formsQuery).data?.items ?? [];
  const [isTurned, setTurned] = useState(false);
  const [chosen, choose] = useState<Record<string, Side>>({});
  const [winner, loser] = isTurned ? [pair[1], pair[0]] : pair;
  const fieldsOf = (kind: CustomerKind) => forms.find(({ record }) => record?.kind === "customer" && record.type === kind)?.fields ?? [];
  const lines = differences(winner, loser, [...fieldsOf(winner.kind), ...fieldsOf(loser.kind), TAGS]);
  const choices = { ...usualChoices(lines), ...chosen };
  const merge = useMerge();
  const tell = useTellMerged();
  function submit(): void {
    merge.mutate(
      { winner: winner.id, loser: loser.id, choices },
      {
        onSuccess: (made) => {
          tell(made);
          onDone(winner.id);
        },
      },
    );
  }
  return (
    <Stack gap="sm" data-testid="merge">
      <div className={classes.scroll}>
        <Table fz="sm" verticalSpacing={6} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.label}>
                <Button
                  size="compact-xs"
                  variant="light"
                  leftSection={<IconArrowsExchange size={14} />}
                  onClick={() => {
                    setTurned(!isTurned);
                    choose(turned(choices));
                  }}
                  data-testid="merge-turn"
                >
                  {t("merge.turn")}
                </Button>
              </Table.Th>
              <Table.Th>
                <Head customer={winner} isWinner />
              </Table.Th>
              <Table.Th>
                <Head customer={loser} isWinner={false} />
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Lines lines={lines} choices={choices} onChoose={(name, side) => choose({ ...choices, [name]: side })} />
          </Table.Tbody>
        </Table>
      </div>
      {lines.length === 0 && <Text size="sm">{t("merge.same")}</Text>}
      <Alert variant="light" color="gray" p="sm">
        <Text size="sm">{t("merge.meaning", { winner: winner.name, loser: loser.name })}</Text>
      </Alert>
      {merge.error && <ErrorNotice error={merge.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button leftSection={<IconGitMerge size={16} />} loading={merge.isPending} onClick={submit} data-testid="merge-confirm">
          {t("merge.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}

/** Two customers side by side; of each field in which they differ one value is kept. Both histories stay. */
export function MergeDialog({ ids, onClose, onDone }: Props) {
  const { t } = useLanguage();
  const one = useQuery(customerQuery(ids[0]));
  const other = useQuery(customerQuery(ids[1]));
  const error = one.error ?? other.error;
  return (
    <Modal opened onClose={onClose} title={t("merge.title")} size={860} closeButtonProps={{ "aria-label": t("action.close") }}>
      {one.data && other.data ? (
        <Sides pair={[one.data, other.data]} onClose={onClose} onDone={onDone} />
      ) : error ? (
        <ErrorNotice error={error} />
      ) : (
        <LoadingRows rows={5} />
      )}
    </Modal>
  );
}
