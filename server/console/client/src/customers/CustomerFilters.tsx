import { Group, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Query } from "../api/client";
import { employeesQuery } from "../api/queries";
import { poolsQuery } from "../api/organisationQueries";
import { CUSTOMER_KINDS, type Customer, type CustomerKind, type Page } from "../api/types";
import { useLanguage } from "../i18n/language";
import { formatNumber } from "../ui/format";
import { ExportButton } from "./ExportButton";

export interface CustomerFilter {
  q: string;
  kind: CustomerKind | null;
  ownerId: string | null;
  poolId: string | null;
  /** Only what changed in the last 24 hours, whatever the other filters say. */
  isRecent: boolean;
}

interface Props {
  filter: CustomerFilter;
  onChange: (filter: CustomerFilter) => void;
  /** The first page, which knows how many there are. */
  page: Page<Customer> | undefined;
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

function Total({ page }: { page: Page<Customer> | undefined }) {
  const { t } = useLanguage();
  if (page?.total === null || page?.total === undefined) return null;
  return (
    <Text size="xs" c="dimmed" data-testid="customer-total">
      {t(page.total_is_least ? "value.total.least" : "value.total", { n: formatNumber(page.total, 0, t) })}
    </Text>
  );
}

function Narrowing({ filter, onChange, query }: Omit<Props, "page">) {
  const { t } = useLanguage();
  const employees = useQuery(employeesQuery).data?.items ?? [];
  return (
    <>
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
      </Group>
      <PoolSelect filter={filter} onChange={onChange} />
    </>
  );
}

/** Which customers the list shows: all that match some words and choices, or those that have just changed. */
export function CustomerFilters({ filter, onChange, page, query }: Props) {
  const { t } = useLanguage();
  return (
    <Stack gap={6} p="sm" style={{ borderBottom: "1px solid var(--tuyen-line)" }}>
      <SegmentedControl
        size="xs"
        data={[
          { value: "all", label: t("customers.list.all") },
          { value: "recent", label: t("customers.list.recent") },
        ]}
        value={filter.isRecent ? "recent" : "all"}
        onChange={(list) => onChange({ ...filter, isRecent: list === "recent" })}
        aria-label={t("customers.list")}
        data-testid="customer-list"
      />
      {filter.isRecent ? (
        <Text size="xs" c="dimmed">
          {t("customers.recent.hint")}
        </Text>
      ) : (
        <Narrowing filter={filter} onChange={onChange} query={query} />
      )}
      <Total page={page} />
    </Stack>
  );
}
