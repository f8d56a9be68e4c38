import { type ComboboxItem, MultiSelect, type MultiSelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { employeesQuery } from "../api/queries";
import type { Named } from "../api/types";
import { matches } from "../ui/fold";

const MOST = 60;

interface Props extends Omit<MultiSelectProps, "data" | "value" | "onChange" | "filter"> {
  value: string[];
  onChange: (ids: string[]) => void;
  /** People who are chosen already, whom the reader may not see otherwise. */
  known?: readonly Named[];
}

/** Chooses several of the people in service; typing needs no accents. */
export function PeopleSelect({ value, onChange, known = [], ...rest }: Props) {
  const people = useQuery(employeesQuery).data?.items ?? [];
  const names = new Map([...known, ...people].map(({ id, name }) => [id, name]));
  return (
    <MultiSelect
      data={[...names].map(([id, name]) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchable
      clearable
      limit={MOST}
      filter={({ options, search, limit }) => (options as ComboboxItem[]).filter(({ label }) => matches(label, search)).slice(0, limit)}
      {...rest}
    />
  );
}
