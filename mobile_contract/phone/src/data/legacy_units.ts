/** The units of before July 2025: three levels, fetched when somebody first writes such an address, then kept. */
import { fetchLegacyUnits, readLegacyUnits, type LegacyUnits } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { useCallback, useEffect, useMemo, useState } from "react";

import { http, store } from "../services";

export interface FormerUnits {
  /** The units of a level, of those of two lower levels the ones in the unit `above`. */
  below: (level: string, above: string) => { id: string; name: string }[];
}

export function useLegacyUnits(): { units: FormerUnits | null; fetching: boolean; failed: boolean; fetchUnits: () => void } {
  const kept = useLiveQuery(async () => (await readLegacyUnits(store)) ?? null);
  const [state, setState] = useState<"rest" | "fetching" | "failed">("rest");
  const fetchUnits = useCallback(() => {
    setState("fetching");
    void fetchLegacyUnits(store, http).then(() => setState("rest"), () => setState("failed"));
  }, []);
  useEffect(() => {
    if (kept !== null) return;
    const timer = setTimeout(fetchUnits);
    return () => clearTimeout(timer);
  }, [kept, fetchUnits]);
  const units = useMemo(() => (kept ? sorted(kept) : null), [kept]);
  return { units, fetching: state === "fetching", failed: state === "failed", fetchUnits };
}

function sorted(units: LegacyUnits): FormerUnits {
  return {
    below: (level, above) => {
      if (level === "province") return units.provinces.map(([id, name]) => ({ id, name }));
      const among = level === "district" ? units.districts : units.wards;
      return among.filter(([, parent]) => parent === above).map(([id, , name]) => ({ id, name }));
    },
  };
}
