/** The organisation's lists of choices, as they come by sync. */
import { valuesOfLists, type FieldOption, type ListedValues } from "@tuyen/sdk";
import { useMemo } from "react";

import { useKind } from "./kinds";
import type { Lists } from "./options";

interface ListData { key: string; options?: FieldOption[] }

/** Null until the lists are read. */
export function useLists(): Lists | null {
  const known = useKind("choice_list");
  return useMemo(() => known ? new Map(known.list.map(({ d }) => {
    const { key, options } = d as unknown as ListData;
    return [key, options ?? []];
  })) : null, [known]);
}

/** All that each list offers or ever offered, by its key; nothing until the lists are read. */
export function useListedValues(): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  const known = useKind("choice_list");
  return useMemo(() => known && valuesOfLists(known.list.map(({ d }) => d as unknown as ListedValues)), [known]);
}
