import { Select } from "@mantine/core";

interface Props<Value extends string> {
  label: string;
  /** What stands there while nothing is chosen. */
  all: string;
  data: readonly { value: Value; label: string }[];
  value: Value | null;
  onChange: (value: Value | null) => void;
  testid: string;
  searchable?: boolean;
}

/** One filter of a list. */
export function Filter<Value extends string>({ label, all, data, value, onChange, testid, searchable = false }: Props<Value>) {
  return (
    <Select size="xs" w={160} aria-label={label} placeholder={all} data={[...data]} value={value} onChange={(chosen) => onChange(chosen)} clearable searchable={searchable} data-testid={testid} />
  );
}
