import { Group, SegmentedControl, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { employeesQuery, formsQuery } from "../api/queries";
import { REVIEW_STATES, type ReviewState } from "../api/types";
import { useLanguage } from "../i18n/language";
import { flagKey } from "../submissions/flags";
import type { Filter, Range } from "./filters";

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
  withForm?: boolean;
  /** How many there are in each state. */
  counts?: Partial<Record<ReviewState, number>> | undefined;
}

function RangeControl({ filter, onChange }: Props) {
  const { t } = useLanguage();
  const ranges: { value: Range; label: string }[] = [
    { value: "today", label: t("filter.today") },
    { value: "week", label: t("filter.week") },
    { value: "custom", label: t("filter.custom") },
  ];
  return (
    <>
      <SegmentedControl
        size="xs"
        data={ranges}
        value={filter.range}
        onChange={(range) => onChange({ ...filter, range: range })}
        aria-label={t("filter.range")}
        data-testid="filter-range"
      />
      {filter.range === "custom" && (
        <DatePickerInput
          type="range"
          size="xs"
          w={210}
          valueFormat="DD/MM/YYYY"
          placeholder={t("filter.dates")}
          aria-label={t("filter.dates")}
          value={[filter.from, filter.to]}
          onChange={([from, to]) => onChange({ ...filter, from, to })}
          allowSingleDateInRange
          clearable
          data-testid="filter-dates"
        />
      )}
    </>
  );
}

function EmployeeSelect({ filter, onChange }: Props) {
  const { t } = useLanguage();
  const employees = useQuery(employeesQuery).data?.items ?? [];
  return (
    <Select
      size="xs"
      w={170}
      placeholder={t("filter.rep.all")}
      aria-label={t("filter.rep")}
      data={employees.map(({ id, name }) => ({ value: id, label: name }))}
      value={filter.employeeId}
      onChange={(employeeId) => onChange({ ...filter, employeeId })}
      searchable
      clearable
      data-testid="filter-rep"
    />
  );
}

function FormSelect({ filter, onChange }: Props) {
  const { t, say } = useLanguage();
  const forms = useQuery(formsQuery).data?.items ?? [];
  return (
    <Select
      size="xs"
      w={190}
      placeholder={t("filter.form.all")}
      aria-label={t("filter.form")}
      data={forms.map(({ key, title }) => ({ value: key, label: say(title) }))}
      value={filter.form}
      onChange={(form) => onChange({ ...filter, form })}
      clearable
      data-testid="filter-form"
    />
  );
}

/** The signs by which a reviewer looks for what needs a look. */
const FLAGS = ["field_missing", "field_invalid", "rule_broken", "field_unknown", "no_fix", "far_from_pin", "poor_accuracy", "mock_location", "clock_skew", "customer_not_visible", "route_stopped", "duplicate"];

function FlagSelect({ filter, onChange }: Props) {
  const { t } = useLanguage();
  return (
    <Select
      size="xs"
      w={170}
      placeholder={t("filter.flag.all")}
      aria-label={t("filter.flag")}
      data={FLAGS.map((flag) => ({ value: flag, label: t(flag === "duplicate" ? "flag.duplicate" : flagKey(flag)) }))}
      value={filter.flag}
      onChange={(flag) => onChange({ ...filter, flag })}
      clearable
      data-testid="filter-flag"
    />
  );
}

function withCount(label: string, count: number | undefined): string {
  return count === undefined ? label : `${label} (${count})`;
}

/** Choosing time, person, review state and, where wanted, form. */
export function FilterBar({ filter, onChange, withForm = false, counts }: Props) {
  const { t } = useLanguage();
  return (
    <Group gap={6} wrap="wrap">
      <RangeControl filter={filter} onChange={onChange} />
      <EmployeeSelect filter={filter} onChange={onChange} />
      <Select
        size="xs"
        w={140}
        placeholder={t("state.all")}
        aria-label={t("filter.state")}
        data={REVIEW_STATES.map((state) => ({ value: state, label: withCount(t(`state.${state}`), counts?.[state]) }))}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state: state })}
        clearable
        data-testid="filter-state"
      />
      {withForm && (
        <>
          <FormSelect filter={filter} onChange={onChange} />
          <FlagSelect filter={filter} onChange={onChange} />
        </>
      )}
    </Group>
  );
}
