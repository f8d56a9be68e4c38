import { useState } from "react";
import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { phoneText } from "../../submissions/answers";
import { formatDistance } from "../../ui/format";
import { MergeDialog } from "./MergeDialog";
import { type Alike, type Pair, REASONS, duplicatesOfQuery } from "./queries";

/** Why two customers may be one, in words. */
export function useReasons(): (reasons: readonly string[], distance: number | null) => string {
  const { t } = useLanguage();
  return (reasons, distance) =>
    reasons
      .map((reason) => {
        const known = REASONS.find((one) => one === reason);
        return known ? t(`duplicates.${known}`, { distance: formatDistance(distance, t) }) : reason;
      })
      .join(", ");
}

function Line({ pair, customer, onMerge }: { pair: Pair; customer: Alike; onMerge: () => void }) {
  const { t } = useLanguage();
  const reasonsOf = useReasons();
  const mayMerge = useRight("customer.merge");
  const { reasons, distance_m: distance } = pair;
  return (
    <Group justify="space-between" gap="xs" data-testid="duplicate">
      <Text size="sm">
        <Anchor component={Link} to={`/customers/${customer.id}`} size="sm" fw={600} c="inherit" underline="always">
          {customer.name}
        </Anchor>{" "}
        <Text span size="xs">
          {[customer.code, customer.phone && phoneText(customer.phone), reasonsOf(reasons, distance)].filter(Boolean).join(" · ")}
        </Text>
      </Text>
      {mayMerge && (
        <Button size="compact-sm" variant="light" color="orange" onClick={onMerge} data-testid="duplicate-merge">
          {t("merge.open")}
        </Button>
      )}
    </Group>
  );
}

/** Customers that may be the same as this one. */
export function DuplicatesBanner({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [mergedWith, merge] = useState<string | null>(null);
  const found = useQuery(duplicatesOfQuery(customerId)).data?.items ?? [];
  if (found.length === 0) return null;
  return (
    <Alert color="orange" variant="light" icon={<IconCopy size={18} />} title={t("duplicates.banner", { n: found.length })} data-testid="duplicates-banner">
      <Stack gap={6}>
        {found.map((pair) => {
          const other = pair.one.id === customerId ? pair.other : pair.one;
          return <Line key={pair.id} pair={pair} customer={other} onMerge={() => merge(other.id)} />;
        })}
      </Stack>
      {mergedWith && (
        <MergeDialog
          ids={[customerId, mergedWith]}
          onClose={() => merge(null)}
          onDone={(winner) => {
            merge(null);
            void navigate(`/customers/${winner}`);
          }}
        />
      )}
    </Alert>
  );
}
