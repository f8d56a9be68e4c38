import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Choice, FieldDefinition } from "../api/formTypes";
import { choiceListsQuery } from "../data/queries";
import { offered } from "./choices";
import { type Path, useFilling } from "./context";

/** What a choice field offers now: its own options or a list of the organisation, narrowed by the parent's answer. */
export function useChoices(field: FieldDefinition, path: Path, value: unknown): Choice[] {
  const { scope } = useFilling();
  const lists = useQuery({ ...choiceListsQuery, enabled: field.options_from !== undefined }).data?.items;
  const parent = field.parent === undefined ? undefined : scope(path)[field.parent];
  return useMemo(() => {
    const all = field.options ?? lists?.find(({ key }) => key === field.options_from)?.options ?? [];
    return offered(all, field.parent === undefined ? undefined : { answer: parent }, value);
  }, [field, lists, parent, value]);
}
