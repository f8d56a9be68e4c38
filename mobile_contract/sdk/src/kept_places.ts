/** The addresses that a customer has besides its profile's: where something was delivered and will be again. */
import { rowsOf } from "./answers";
import type { Answers, RepeatRow } from "./types";
import { textAnswer } from "./view";

/** The field of a customer that keeps them. */
export const OTHER_ADDRESSES = "other_addresses";
/** The answer under which they are offered. */
export const PLACE_OF_DELIVERY = "delivery_place_kind";
const PARTS = ["address_system", "address_province", "address_district", "address_ward", "house_number"];

/** The newest first. */
export function keptPlaces(fields: Answers): RepeatRow[] {
  return [...rowsOf(fields[OTHER_ADDRESSES])].sort((a, b) => textAnswer(b.since).localeCompare(textAnswer(a.since)));
}

/** What it says, by the names of a profile's address. */
export function partsOf(place: RepeatRow): Answers {
  return Object.fromEntries(PARTS.map((name) => [name, place[name] ?? null]));
}

/** The answers of an order that goes there; it is kept already. */
export function deliveredTo(place: RepeatRow): Answers {
  return {
    [PLACE_OF_DELIVERY]: "new", ...Object.fromEntries(PARTS.map((name) => [`new_${name.startsWith("house") ? `address_${name}` : name}`, place[name] ?? null])),
    new_address_save: null,
  };
}

/** Whether an order goes there. */
export function isDeliveredTo(place: RepeatRow, values: Answers): boolean {
  return Object.entries(deliveredTo(place)).every(([name, value]) => name === "new_address_save" || (values[name] ?? null) === value);
}
