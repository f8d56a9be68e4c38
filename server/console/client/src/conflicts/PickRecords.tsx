import { useState } from "react";
import { MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { customersQuery, employeesQuery } from "../api/queries";
import type { FormField, Named } from "../api/types";

interface Props {
  field: FormField;
  /** Names that are known of the values. */
  names: Record<string, string>;
  value: unknown;
  onChange: (value: unknown) => void;
  label: string;
}

const MOST = 20;

function useRecords(of: string | undefined, typed: string): Named[] {
  const [q] = useDebouncedValue(typed.trim(), 200);
  const isCustomer = of === "customer";
  const customers = useQuery({ ...customersQuery({ q, limit: MOST }), enabled: isCustomer });
  const employees = useQuery({ ...employeesQuery, enabled: !isCustomer });
  return (isCustomer ? customers.data?.items : employees.data?.items) ?? [];
}

/** Chooses the record or the records that the field refers to; typing looks for them. */
export function PickRecords({ field, names, value, onChange, label }: Props) {
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState<Record<string, string>>(names);
  const found = useRecords(field.of, typed);
  const known = new Map([...Object.entries(picked), ...found.map(({ id, name }) => [id, name] as const)]);
  const data = [...known].map(([id, name]) => ({ value: id, label: name || `#${id.slice(-6)}` }));
  const keep = (ids: string[]) => setPicked((now) => ({ ...now, ...Object.fromEntries(ids.map((id) => [id, known.get(id) ?? ""])) }));
  const common = { label, data, flex: 1, searchable: true, onSearchChange: setTyped, limit: 60, "data-testid": "own-value" };
  if (field.type === "ref") {
    const choose = (id: string | null) => {
      if (id) keep([id]);
      onChange(id);
    };
    return <Select {...common} value={typeof value === "string" ? value : null} onChange={choose} clearable />;
  }
  const chooseAll = (ids: string[]) => {
    keep(ids);
    onChange(ids);
  };
  return <MultiSelect {...common} value={Array.isArray(value) ? (value as string[]) : []} onChange={chooseAll} />;
}
