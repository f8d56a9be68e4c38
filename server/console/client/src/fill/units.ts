/** Administrative units as choices, in the two levels in force or the three of before July 2025. Pure. */
import type { LegacyUnits } from "@tuyen/sdk";
import type { FieldType, Values } from "../api/formTypes";
import type { AdministrativeUnits } from "../api/types";

interface Option {
  value: string;
  label: string;
}

const PART_OF_ADDRESS = /_(system|province|district|ward)$/;
const BELOW: Record<string, readonly string[]> = { system: ["province", "district", "ward"], province: ["district", "ward"], district: ["ward"] };

/** The block of an address that a field belongs to, `new_address` of `new_address_ward`; null for other fields. */
export function addressOf(name: string): { block: string; part: string } | null {
  const found = PART_OF_ADDRESS.exec(name);
  return found ? { block: name.slice(0, found.index), part: found[1] ?? "" } : null;
}

/** The fields of the same address whose answers fall with this one's. */
export function belowInAddress(name: string): string[] {
  const address = addressOf(name);
  return address ? (BELOW[address.part] ?? []).map((part) => `${address.block}_${part}`) : [];
}

/** Whether the address that a field belongs to is one of the former units. */
export function isLegacy(name: string, scope: Values): boolean {
  const block = addressOf(name)?.block;
  return block !== undefined && scope[`${block}_system`] === "legacy";
}

/** The field whose answer narrows this one. */
export function narrowing(name: string, type: FieldType, parent: string | undefined, legacy: boolean): string | undefined {
  const block = addressOf(name)?.block;
  if (type === "province" || (!legacy && type === "district")) return undefined;
  if (legacy && block !== undefined) return `${block}_${type === "ward" ? "district" : "province"}`;
  return parent;
}

/** The units that a field offers under the code above it, and what was chosen though it is not among them. */
export function unitChoices(units: AdministrativeUnits | undefined, type: FieldType, above: string | undefined, chosen: string): Option[] {
  return withChosen(presentUnits(units, type, above), chosen);
}

function presentUnits(units: AdministrativeUnits | undefined, type: FieldType, above: string | undefined): Option[] {
  if (units === undefined) return [];
  if (type === "province") return units.provinces.map(([value, label]) => ({ value, label }));
  return units.wards.filter((ward) => above === undefined || ward[1] === above).map(([value, , label]) => ({ value, label }));
}

/** The same of the former units. */
export function legacyChoices(units: LegacyUnits | undefined, type: FieldType, above: string | undefined, chosen: string): Option[] {
  if (units === undefined) return withChosen([], chosen);
  if (type === "province") return withChosen(units.provinces.map(([value, label]) => ({ value, label })), chosen);
  const rows = type === "district" ? units.districts : units.wards;
  return withChosen(rows.filter((row) => row[1] === above).map(([value, , label]) => ({ value, label })), chosen);
}

function withChosen(options: Option[], chosen: string): Option[] {
  return chosen === "" || options.some(({ value }) => value === chosen) ? options : [...options, { value: chosen, label: chosen }];
}
