/** What changes with an answer: choices that it narrows and that no longer fit are taken back. */
import type { Answer, Answers, Field } from "@tuyen/sdk";

import { offered, optionsOf, type Lists } from "../data/options";

const PART_OF_ADDRESS = /_(system|province|district|ward)$/;
const BELOW: Record<string, string[]> = { system: ["province", "district", "ward"], province: ["district", "ward"], district: ["ward"] };

/** The block of an address that a field belongs to, `new_address` of `new_address_ward`; null for any other field. */
export function addressOf(name: string): { block: string; part: string } | null {
  const found = PART_OF_ADDRESS.exec(name);
  return found ? { block: name.slice(0, found.index), part: found[1] ?? "" } : null;
}

export function isLegacy(name: string, around: Answers): boolean {
  const block = addressOf(name)?.block;
  return block !== undefined && around[`${block}_system`] === "legacy";
}

/** The values with this answer in place; they may be a form's or those of a row. */
export function withAnswer<V extends Answers>(fields: Field[], values: V, name: string, value: Answer, lists: Lists | null): V {
  if (values[name] === value) return values;
  const next: Answers = { ...values, [name]: value };
  const address = addressOf(name);
  for (const part of address ? (BELOW[address.part] ?? []) : []) delete next[`${address?.block}_${part}`];
  for (const field of fields) if (field.parent === name && outlived(field, next, lists)) delete next[field.name];
  return next as V;
}

function outlived(field: Field, values: Answers, lists: Lists | null): boolean {
  const held = values[field.name];
  if (held === undefined || held === null) return false;
  if (["ward", "district", "attributes"].includes(field.type)) return true;
  const options = optionsOf(field, lists);
  if (!options || field.type === "ref" || field.type === "refs") return false;
  const open = offered(options, values[field.parent ?? ""]).map((option) => option.value);
  return !(Array.isArray(held) ? (held as unknown[]) : [held]).every((each) => typeof each === "string" && open.includes(each));
}
