import { useLiveQuery } from "dexie-react-hooks";

import { store } from "../services";

/** The id of the record that this one was merged into. */
export function useAlias(kind: string, id: string): string | undefined {
  return useLiveQuery(async () => (await store.aliases.get([kind, id]))?.into, [kind, id]);
}
