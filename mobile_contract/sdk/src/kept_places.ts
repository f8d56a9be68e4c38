/** The addresses that a customer has besides its profile's: where something was delivered and will be again. */
import { rowsOf, textAnswer, type Answers, type RepeatRow } from "@tuyen/sdk";

export const OTHER_ADDRESSES = "other_addresses";
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
    delivery_place_kind: "new", ...Object.fromEntries(PARTS.map((name) => [`new_${name.startsWith("house") ? `address_${name}` : name}`, place[name] ?? null])),
    new_address_save: null,
  };
}

export function isDeliveredTo(place: RepeatRow, values: Answers): boolean {
  return Object.entries(deliveredTo(place)).every(([name, value]) => name === "new_address_save" || (values[name] ?? null) === value);
}
