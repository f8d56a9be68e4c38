import { useState } from "react";
import { Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { phoneText } from "../../submissions/answers";
import { useLookup } from "../../submissions/useLookup";
import { Blank } from "../../ui/Blank";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { PageHead } from "../../ui/PageHead";
import { Read } from "../../ui/Read";
import { formatAgo } from "../../ui/format";
import { useNow } from "../../ui/useNow";
import { useReasons } from "./Duplicates";
import { MergeDialog } from "./MergeDialog";
import { type Alike, type Pair, duplicatePages, useDismiss } from "./queries";
import classes from "./DuplicatesPage.module.css";

function Side({ customer }: { customer: Alike }) {
  const lookup = useLookup();
  const { t } = useLanguage();
  return (
    <div className={classes.side}>
      <Anchor component={Link} to={`/customers/${customer.id}`} size="sm" fw={600}>
        {customer.name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {[t(`kind.${customer.kind}`), customer.code, customer.phone && phoneText(customer.phone), lookup.nameOf(customer.owner_id)].filter(Boolean).join(" · ")}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {customer.address}
      </Text>
    </div>
  );
}

function Card({ pair, onMerge }: { pair: Pair; onMerge: () => void }) {
  const { t } = useLanguage();
  const reasonsOf = useReasons();
  const now = useNow();
  const mayMerge = useRight("customer.merge");
  const dismiss = useDismiss();
  return (
    <Paper className="panel" p="sm" data-testid="duplicate-pair">
      <div className={classes.sides}>
        <Side customer={pair.one} />
        <Side customer={pair.other} />
      </div>
      <Group justify="space-between" mt="xs">
        <Text size="xs">
          {reasonsOf(pair.reasons, pair.distance_m)} · {formatAgo(pair.found_at, now, t)}
        </Text>
        {mayMerge && (
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              loading={dismiss.isPending}
              onClick={() => dismiss.mutate(pair.id, { onSuccess: () => showDone(t("duplicates.dismissed")), onError: (error) => showProblem(error, t) })}
              data-testid="duplicate-dismiss"
            >
              {t("duplicates.dismiss")}
            </Button>
            <Button size="compact-sm" onClick={onMerge} data-testid="duplicate-merge">
              {t("merge.open")}
            </Button>
          </Group>
        )}
      </Group>
    </Paper>
  );
}

/** Pairs of customers that may be one, waiting for somebody's word. */
export default function DuplicatesPage() {
  const { t } = useLanguage();
  const [pair, merge] = useState<Pair | null>(null);
  const answer = useInfiniteQuery(duplicatePages);
  return (
    <div className="page">
      <PageHead title={t("duplicates.title")} />
      <div className="scroll">
        <Read of={answer}>
          {({ pages }) => {
            const pairs = pages.flatMap(({ items }) => items);
            if (pairs.length === 0) return <Blank title={t("duplicates.empty")} hint={t("duplicates.empty.hint")} icon={<IconChecks size={24} stroke={1.5} />} />;
            return (
              <Stack gap="sm" p="md" maw={980} mx="auto">
                {pairs.map((one) => (
                  <Card key={one.id} pair={one} onMerge={() => merge(one)} />
                ))}
                {answer.hasNextPage && (
                  <Button variant="subtle" loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
                    {t("action.more")}
                  </Button>
                )}
              </Stack>
            );
          }}
        </Read>
      </div>
      {pair && <MergeDialog ids={[pair.one.id, pair.other.id]} onClose={() => merge(null)} onDone={() => merge(null)} />}
    </div>
  );
}
