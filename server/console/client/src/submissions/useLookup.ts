import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { employeesQuery, unitsQuery } from "../api/queries";
import type { Named } from "../api/types";
import { useLanguage } from "../i18n/language";
import type { Lookup } from "./answers";

/** What answers need to be told in words: the language, the people and places known here, and records given by the page. */
export function useLookup(records: readonly (Named | null)[] = []): Lookup {
  const { t, say } = useLanguage();
  const employees = useQuery(employeesQuery).data?.items;
  const units = useQuery(unitsQuery).data;
  return useMemo(() => {
    const known = [...(employees ?? []), ...records.filter((record) => record !== null)];
    const names = new Map(known.map(({ id, name }) => [id, name]));
    return { t, say, units, nameOf: (id) => names.get(id) };
  }, [employees, records, units, t, say]);
}
