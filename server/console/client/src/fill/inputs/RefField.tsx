import { useState } from "react";
import { Loader, MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../i18n/language";
import { useSession } from "../../shell/session";
import { matches } from "../../ui/fold";
import { type InputProps, useFilling } from "../context";
import { type Found, admits, belongs, foundQuery, nameOf, oneQuery, sourceOf } from "../sources";
import { asText, asTexts, useLabelled } from "./shared";

interface Option {
  value: string;
  label: string;
}

/** The records that answer to the words typed, and those that are chosen already, whether they answer or not. */
function useFound({ field, path }: InputProps, typed: string, chosen: readonly string[]) {
  const { preview, scope } = useFilling();
  const above = field.parent === undefined ? undefined : scope(path)[field.parent];
  const { employee } = useSession();
  const [known, setKnown] = useState<Record<string, string>>({});
  const isOwnLabel = Object.values(known).includes(typed);
  const [q] = useDebouncedValue(isOwnLabel ? "" : typed.trim(), 200);
  const { data, isFetching } = useQuery({ ...foundQuery(field, q), enabled: !preview });
  const admitted = (data?.items ?? []).filter((record) => admits(field.where, record) && belongs(record, field, above));
  const shown: Found[] = sourceOf(field.of).searches ? admitted : admitted.filter((record) => matches(nameOf(record), q));
  const options: Option[] = shown.map((record) => ({ value: record.id, label: nameOf(record) }));
  if (field.of === "employee" && q === "" && !options.some(({ value }) => value === employee.id)) {
    options.unshift({ value: employee.id, label: employee.name });
  }
  const unknown = preview ? [] : chosen.filter((id) => known[id] === undefined && !options.some(({ value }) => value === id));
  const named = useQueries({ queries: unknown.map((id) => oneQuery(field.of ?? "customer", id)) });
  const names = new Map(unknown.map((id, place) => [id, named[place]?.data ? nameOf(named[place].data) : `#${id.slice(-6)}`]));
  const kept = chosen
    .filter((id) => !options.some(({ value }) => value === id))
    .map((id) => ({ value: id, label: known[id] ?? names.get(id) ?? id }));
  const remember = (picked: readonly Option[]) => setKnown({ ...known, ...Object.fromEntries(picked.map(({ value, label }) => [value, label])) });
  return { options: [...options, ...kept], isFetching, remember };
}

const asFound = ({ options }: { options: readonly unknown[] }) => options as never;

/** One record, looked for by its name. */
export function RefField(props: InputProps) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const chosen = asText(props.value);
  const { options, isFetching, remember } = useFound(props, typed, chosen ? [chosen] : []);
  const labelled = useLabelled(props);
  return (
    <Select
      {...labelled}
      data={options}
      value={chosen || null}
      onChange={(id, option) => {
        if (option) remember([option]);
        props.onChange(id);
      }}
      onSearchChange={setTyped}
      searchable
      openOnFocus={false}
      filter={asFound}
      placeholder={t("fill.search.ref")}
      nothingFoundMessage={isFetching ? <Loader size="xs" /> : t("fill.found.none")}
      readOnly={props.look.calculated}
      clearable
    />
  );
}

/** Several records. */
export function RefsField(props: InputProps) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const chosen = asTexts(props.value);
  const { options, isFetching, remember } = useFound(props, typed, chosen);
  const labelled = useLabelled(props);
  return (
    <MultiSelect
      {...labelled}
      data={options}
      value={chosen}
      onChange={(ids) => {
        remember(options.filter(({ value }) => ids.includes(value)));
        props.onChange(ids);
      }}
      onSearchChange={setTyped}
      searchable
      openOnFocus={false}
      filter={asFound}
      placeholder={chosen.length === 0 ? t("fill.search.ref") : ""}
      nothingFoundMessage={isFetching ? <Loader size="xs" /> : t("fill.found.none")}
      hidePickedOptions
    />
  );
}
