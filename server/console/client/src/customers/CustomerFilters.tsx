import { Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Query } from "../api/client";
import { employeesQuery } from "../api/queries";
import { poolsQuery } from "../api/organisationQueries";
import { CUSTOMER_KINDS, type CustomerKind } from "../api/types";
import { useLanguage } from "../i18n/language";
import { formatNumber } from "../ui/format";
import { ExportButton } from "./ExportButton";

export interface CustomerFilter {
  q: string;
  kind: CustomerKind | null;
  ownerId: string | null;
  poolId: string | null;
}

interface Props {
  filter: CustomerFilter;
  onChange: (filter: CustomerFilter) => void;
  total: number | null;
  /** What the list asks the server for; an export asks for the same. */
  query: Query;
}

function PoolSelect({ filter, onChange }: Pick<Props, "filter" | "onChange">) {
  const { t } = useLanguage();
  const pools = useQuery(poolsQuery).data?.items ?? [];
  if (pools.length === 0) return null;
  return (
    <Select
      size="xs"
      placeholder={t("filter.pool.all")}
      aria-label={t("filter.pool")}
      data={pools.map(({ id, name }) => ({ value: id, label: name }))}
      value={filter.poolId}
      onChange={(poolId) => onChange({ ...filter, poolId })}
      clearable
      data-testid="customer-pool"
    />
  );
}

export function CustomerFilters({ filter, onChange, total, query }: Props) {
  const { t } = useLanguage();
  const employees = useQuery(employeesQuery).data?.items ?? [];
  return (
    <Stack gap={6} p="sm" style={{ borderBottom: "1px solid var(--tuyen-line)" }}>
      <Group gap={6} wrap="nowrap">
        <TextInput
          flex={1}
          placeholder={t("customers.search")}
          aria-label={t("customers.search")}
          leftSection={<IconSearch size={16} />}
          value={filter.q}
          onChange={(event) => onChange({ ...filter, q: event.currentTarget.value })}
          data-testid="customer-search"
        />
        <ExportButton query={query} />
      </Group>
      <Group gap={6} grow>
        <Select
          size="xs"
          placeholder={t("kind.all")}
          aria-label={t("filter.kind")}
          data={CUSTOMER_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          value={filter.kind}
          onChange={(kind) => onChange({ ...filter, kind: kind })}
          clearable
          data-testid="customer-kind"
        />
        <Select
          size="xs"
          placeholder={t("filter.owner.all")}
          aria-label={t("filter.owner")}
          data={employees.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.ownerId}
          onChange={(ownerId) => onChange({ ...filter, ownerId })}
          searchable
          clearable
          data-testid="customer-owner"
        />
        <PoolSelect filter={filter} onChange={onChange} />
      </Group>
      {total !== null && (
        <Text size="xs" c="dimmed" data-testid="customer-total">
          {t("value.total", { n: formatNumber(total, 0, t) })}
        </Text>
      )}
    </Stack>
  );
}
