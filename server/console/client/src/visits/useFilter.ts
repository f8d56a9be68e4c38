import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { type Filter, type Range, readFilter, writeFilter } from "./filters";

/** The filter in the address, and how to change it. */
export function useFilter(usual: Range): [Filter, (filter: Filter) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filter = useMemo(() => readFilter(parameters, usual), [parameters, usual]);
  const change = (next: Filter) => setParameters((now) => writeFilter(now, next), { replace: true });
  return [filter, change];
}

/** The submission that the address opens, and how to open another or none. */
export function useOpened(): [string | null, (id: string | null) => void] {
  const [parameters, setParameters] = useSearchParams();
  function open(id: string | null): void {
    setParameters((now) => {
      const next = new URLSearchParams(now);
      if (id) next.set("submission", id);
      else next.delete("submission");
      return next;
    });
  }
  return [parameters.get("submission"), open];
}
