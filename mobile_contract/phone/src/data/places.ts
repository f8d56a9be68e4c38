/** The name of a unit by its code, in the units in force or in the former ones. */
import { readLegacyUnits, type Answers, type Field } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { useMemo } from "react";

import { isLegacy } from "../fields/following";
import { store } from "../services";
import { useData } from "./context";

export function usePlaceName(): (field: Field, code: string, around: Answers) => string {
  const { geography } = useData();
  const legacy = useLiveQuery(() => readLegacyUnits(store));
  const former = useMemo(() => legacy && {
    province: new Map(legacy.provinces), district: new Map(legacy.districts.map(([code, , name]) => [code, name])),
    ward: new Map(legacy.wards.map(([code, , name]) => [code, name])),
  }, [legacy]);
  return (field, code, around) => {
    if (isLegacy(field.name, around)) return former?.[field.type as "province" | "district" | "ward"].get(code) ?? code;
    return (field.type === "province" ? geography.provinces.get(code) : geography.wards.get(code)?.name) ?? code;
  };
}
