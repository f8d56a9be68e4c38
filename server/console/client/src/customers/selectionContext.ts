import { createContext, useContext } from "react";
import type { Picked } from "./selection";

interface Selection {
  basket: Picked[];
  ids: ReadonlySet<string>;
  add: (more: readonly Picked[]) => void;
  remove: (ids: Iterable<string>) => void;
  move: (from: number, to: number) => void;
  clear: () => void;
}

export const SelectionContext = createContext<Selection | null>(null);

/** The basket of customers that are selected for a route. */
export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (selection === null) throw new Error("useSelection outside of SelectionProvider");
  return selection;
}
