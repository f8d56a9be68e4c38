import { useState } from "react";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { foundQuery, nameOf } from "../fill/sources";
import { useLanguage } from "../i18n/language";

interface Props {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Chooses a customer that one may see; the server looks for the words. */
export function CustomerSelect({ label, value, onChange }: Props) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [q] = useDebouncedValue(typed === chosen ? "" : typed.trim(), 200);
  const found = useQuery(foundQuery({ of: "customer" }, q)).data?.items ?? [];
  const data = found.map((record) => ({ value: record.id, label: nameOf(record) }));
  const isKept = value !== null && chosen !== null && !data.some((option) => option.value === value);
  return (
    <Select
      label={label}
      data={isKept ? [{ value, label: chosen }, ...data] : data}
      value={value}
      onChange={(id, option) => {
        setChosen(option?.label ?? null);
        onChange(id);
      }}
      onSearchChange={setTyped}
      searchable
      clearable
      filter={({ options }) => options}
      placeholder={t("fill.search.ref")}
      nothingFoundMessage={t("fill.found.none")}
      data-testid="customer-select"
    />
  );
}
