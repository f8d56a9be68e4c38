import { type ComboboxItem, type OptionsFilter, Select, type SelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { employeesQuery } from "../api/queries";
import { matches } from "../ui/fold";

/** More names than these nobody reads; typing narrows them. */
const MOST = 60;

const byWords: OptionsFilter = ({ options, search, limit }) =>
  (options as ComboboxItem[]).filter(({ label }) => matches(label, search)).slice(0, limit);

interface Props extends Omit<SelectProps, "data" | "value" | "onChange" | "filter"> {
  value: string | null;
  onChange: (id: string | null) => void;
  /** People who cannot be chosen here. */
  without?: ReadonlySet<string>;
}

/** Chooses one of the people in service whom the reader sees; typing needs no accents. */
export function PersonSelect({ value, onChange, without, ...rest }: Props) {
  const people = useQuery(employeesQuery).data?.items ?? [];
  const data = people
    .filter(({ id }) => !without?.has(id))
    .map(({ id, name, title }) => ({ value: id, label: title ? `${name} – ${title}` : name }));
  return <Select data={data} value={value} onChange={onChange} searchable selectFirstOptionOnChange limit={MOST} filter={byWords} {...rest} />;
}
