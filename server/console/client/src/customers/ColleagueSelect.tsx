import { useState } from "react";
import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { colleaguesQuery } from "../api/organisationQueries";

interface Props extends Omit<SelectProps, "data" | "value" | "onChange" | "filter"> {
  value: string | null;
  onChange: (id: string | null) => void;
  /** Who cannot be chosen. */
  without: string;
}

/** Chooses anybody in service, also beside and above oneself; the server looks for the words typed. */
export function ColleagueSelect({ value, onChange, without, ...rest }: Props) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [q] = useDebouncedValue(typed === chosen ? "" : typed, 200);
  const found = useQuery(colleaguesQuery(q.trim())).data?.items ?? [];
  const data = found
    .filter(({ id }) => id !== without)
    .map(({ id, name, title }) => ({ value: id, label: title ? `${name} – ${title}` : name }));
  const isKept = value !== null && chosen !== null && !data.some((option) => option.value === value);
  return (
    <Select
      data={isKept ? [{ value, label: chosen }, ...data] : data}
      value={value}
      onChange={(id, option) => {
        setChosen(option?.label ?? null);
        onChange(id);
      }}
      onSearchChange={setTyped}
      searchable
      // The server has chosen by the words already, accents aside.
      filter={({ options }) => options}
      {...rest}
    />
  );
}
