import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { valuesOfLists } from "@tuyen/sdk";
import type { Form } from "../api/formTypes";
import { unitsQuery } from "../api/queries";
import { choiceListsQuery, updateSetsQuery } from "../data/queries";
import type { Facts } from "./runtime";

function uses(form: Form, type: string): boolean {
  const inside = (fields: Form["fields"]): boolean => fields.some((field) => field.type === type || inside(field.fields ?? []));
  return inside(form.fields);
}

/** What the rules of a form need to know beside its answers: units, lists of choices, attributes of update sets. */
export function useRuntimeFacts(form: Form): Facts {
  const units = useQuery(unitsQuery).data;
  const lists = useQuery(choiceListsQuery).data?.items;
  const sets = useQuery({ ...updateSetsQuery, enabled: uses(form, "attributes") }).data?.items;
  return useMemo(() => {
    const provinces = new Map(units?.wards.map(([code, province]) => [code, province]));
    return {
      provinceOf: (ward) => provinces.get(ward),
      choicesOf: (key) => lists?.find((list) => list.key === key)?.options,
      choices: lists && valuesOfLists(lists),
      attributesOf: (id) => sets?.find((set) => set.id === id)?.attributes,
    };
  }, [units, lists, sets]);
}
