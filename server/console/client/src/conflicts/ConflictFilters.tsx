import { Button, Group, SegmentedControl, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { formsQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { PersonSelect } from "../organisation/PersonSelect";
import type { Filter } from "./filters";

const POLICIES = ["lww", "manual", "server", "set", "immutable"] as const;

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
  counts: Record<"open" | "settled", number> | undefined;
}

/** The fields that forms of records have, by the words on the form. */
function useFields(): { value: string; label: string }[] {
  const { say } = useLanguage();
  const forms = useQuery(formsQuery).data?.items ?? [];
  const fields = forms.filter((form) => form.record !== null).flatMap((form) => form.fields);
  const named = new Map(fields.map(({ name, label }) => [name, say(label)]));
  return [...named].map(([value, label]) => ({ value, label })).sort((one, other) => one.label.localeCompare(other.label));
}

/** State, field, policy, person, customer and day. */
export function ConflictFilters({ filter, onChange, counts }: Props) {
  const { t } = useLanguage();
  const fields = useFields();
  const states = (["open", "settled"] as const).map((state) => ({
    value: state,
    label: t(`conflicts.${state}`, { n: counts ? counts[state] : "…" }),
  }));
  const size = "xs";
  return (
    <Group gap={6}>
      <SegmentedControl size={size} data={states} value={filter.state} onChange={(state) => onChange({ ...filter, state: state })} data-testid="conflicts-state" />
      <Select size={size} w={170} placeholder={t("conflicts.field")} aria-label={t("conflicts.field")} data={fields} value={filter.field} onChange={(field) => onChange({ ...filter, field })} searchable clearable data-testid="conflicts-field" />
      <Select
        size={size}
        w={160}
        placeholder={t("conflicts.policy")}
        aria-label={t("conflicts.policy")}
        data={POLICIES.map((policy) => ({ value: policy, label: t(`policy.${policy}` as MessageKey) }))}
        value={filter.policy}
        onChange={(policy) => onChange({ ...filter, policy })}
        clearable
        data-testid="conflicts-policy"
      />
      <PersonSelect size={size} w={170} placeholder={t("conflicts.person")} aria-label={t("conflicts.person")} value={filter.person} onChange={(person) => onChange({ ...filter, person })} clearable data-testid="conflicts-person" />
      <DatePickerInput size={size} w={130} valueFormat="DD/MM/YYYY" placeholder={t("conflicts.since")} aria-label={t("conflicts.since")} value={filter.since} onChange={(since) => onChange({ ...filter, since })} clearable data-testid="conflicts-since" />
      {filter.record && (
        <Button size={size} variant="light" color="gray" rightSection={<IconX size={14} />} onClick={() => onChange({ ...filter, record: null })} data-testid="conflicts-one">
          {t("conflicts.one")}
        </Button>
      )}
    </Group>
  );
}
