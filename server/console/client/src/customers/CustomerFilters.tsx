import { Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { employeesQuery } from "../api/queries";
import { CUSTOMER_KINDS, type CustomerKind } from "../api/types";
import { useLanguage } from "../i18n/language";
import { formatNumber } from "../ui/format";

export interface CustomerFilter {
  q: string;
  kind: CustomerKind | null;
  ownerId: string | null;
}

interface Props {
  filter: CustomerFilter;
  onChange: (filter: CustomerFilter) => void;
  total: number | null;
}

export function CustomerFilters({ filter, onChange, total }: Props) {
  const { t } = useLanguage();
  const employees = useQuery(employeesQuery).data?.items ?? [];
  return (
    <Stack gap={6} p="sm" style={{ borderBottom: "1px solid var(--tuyen-line)" }}>
      <TextInput
        placeholder={t("customers.search")}
        aria-label={t("customers.search")}
        leftSection={<IconSearch size={16} />}
        value={filter.q}
        onChange={(event) => onChange({ ...filter, q: event.currentTarget.value })}
        data-testid="customer-search"
      />
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
      {total !== null && (
        <Text size="xs" c="dimmed" data-testid="customer-total">
          {t("value.total", { n: formatNumber(total, 0, t) })}
        </Text>
      )}
    </Stack>
  );
}
