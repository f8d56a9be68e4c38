import { type ReactNode, useEffect, useMemo, useState } from "react";
import { type Picked, added, moved, removed } from "./selection";
import { SelectionContext } from "./selectionContext";

const STORED = "tuyen.selection";

function stored(): Picked[] {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? "[]") as Picked[];
  } catch {
    return [];
  }
}

/** Keeps the basket over searching, other pages and reloading, until the window is closed. */
export function SelectionProvider({ children }: { children: ReactNode }) {
  const [basket, setBasket] = useState(stored);

  useEffect(() => sessionStorage.setItem(STORED, JSON.stringify(basket)), [basket]);

  const value = useMemo(
    () => ({
      basket,
      ids: new Set(basket.map(({ id }) => id)),
      add: (more: readonly Picked[]) => setBasket((now) => added(now, more)),
      remove: (ids: Iterable<string>) => setBasket((now) => removed(now, ids)),
      move: (from: number, to: number) => setBasket((now) => moved(now, from, to)),
      clear: () => setBasket([]),
    }),
    [basket],
  );
  return <SelectionContext value={value}>{children}</SelectionContext>;
}
