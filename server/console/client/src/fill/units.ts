/** Administrative units as choices. Pure. */
import type { FieldType } from "../api/formTypes";
import type { AdministrativeUnits } from "../api/types";

interface Option {
  value: string;
  label: string;
}

/** The units that a field offers under its parent's code, and what was chosen though it is not among them. */
export function unitChoices(units: AdministrativeUnits | undefined, type: FieldType, parent: string | undefined, chosen: string): Option[] {
  const found = unitsOf(units, type, parent);
  const isKnown = chosen === "" || found.some(({ value }) => value === chosen);
  return isKnown ? found : [...found, { value: chosen, label: chosen }];
}

function unitsOf(units: AdministrativeUnits | undefined, type: FieldType, parent: string | undefined): Option[] {
  if (units === undefined) return [];
  if (type === "province") return units.provinces.map(([value, label]) => ({ value, label }));
  return units.wards.filter((ward) => parent === undefined || ward[1] === parent).map(([value, , label]) => ({ value, label }));
}
