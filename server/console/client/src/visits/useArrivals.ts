import { useMemo, useState } from "react";
import { useNow } from "../ui/useNow";
import { NOTHING_SEEN, freshIds, observe } from "./arrivals";

/** The ids that came in during the last seconds; give no ids while the list is being read for the first time. */
export function useArrivals(list: string, ids: readonly string[] | undefined): ReadonlySet<string> {
  const [arrivals, setArrivals] = useState(NOTHING_SEEN);
  const now = useNow(4_000);
  if (ids !== undefined) {
    const after = observe(arrivals, list, ids, Date.now());
    if (after !== arrivals) setArrivals(after);
  }
  return useMemo(() => freshIds(arrivals, now.getTime()), [arrivals, now]);
}
