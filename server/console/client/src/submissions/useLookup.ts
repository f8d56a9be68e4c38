import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { employeesQuery, formerUnitsQuery, unitsQuery } from "../api/queries";
import type { Named } from "../api/types";
import { choiceListsQuery } from "../data/queries";
import { useLanguage } from "../i18n/language";
import type { Lookup } from "./answers";

const NONE: readonly Named[] = [];

/**
 * What answers need to be told in words: the language, the people and places known here, and records given by the page;
 * the administrative units of before July 2025 only where an answer `isFormer`.
 */
export function useLookup(records: readonly (Named | null)[] = NONE, isFormer = false): Lookup {
  const { t, say } = useLanguage();
  const employees = useQuery(employeesQuery).data?.items;
  const units = useQuery(unitsQuery).data;
  const former = useQuery({ ...formerUnitsQuery, enabled: isFormer }).data;
  const lists = useQuery(choiceListsQuery).data?.items;
  return useMemo(() => {
    const known = [...(employees ?? []), ...records.filter((record) => record !== null)];
    const names = new Map(known.map(({ id, name }) => [id, name]));
    // What is offered no more still stands in older answers.
    const choices = new Map(lists?.map(({ key, options, retired = [] }) => [key, [...options, ...retired]]));
    return { t, say, units, former, nameOf: (id) => names.get(id), listOf: (key) => choices.get(key) };
  }, [employees, records, units, former, lists, t, say]);
}
