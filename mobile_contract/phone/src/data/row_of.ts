import { useCallback } from "react";

import { useData } from "./context";

/** The data of the row that a reference names, for what a form takes from it. */
export function useRowOf(): (kind: string, id: string) => unknown {
  const { customers, named } = useData();
  return useCallback((kind, id) => (kind === "customer" ? customers?.byId.get(named(id))?.viewed.d : undefined), [customers, named]);
}
