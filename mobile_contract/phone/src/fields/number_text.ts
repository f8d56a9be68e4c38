/** Numbers as they are typed and shown: `1.234.567` and `1,5`. */
import type { Answer } from "@tuyen/sdk";

export function groupedDigits(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ".");
}

/** The number that the digits of a text make, `most` of them at most; null without any. */
export function digitsOnly(text: string, most = 9): number | null {
  const digits = text.replace(/\D/g, "").slice(0, most);
  return digits === "" ? null : Number(digits);
}

/** Where the caret stands in `text` when `digits` digits are behind it. */
export function placeAfter(text: string, digits: number): number {
  let place = text.length;
  for (let left = digits; place > 0 && left > 0; place--) if (/\d/.test(text[place - 1] ?? "")) left--;
  return place;
}

/** `1,5`, `1.5`, `1.234,5`: the last sign is the decimal one; null where it says no number. */
export function readDecimal(text: string): number | null {
  const tidy = text.trim().replace(/[.,](?=.*[.,])/g, "").replace(",", ".");
  return /^-?\d*\.?\d*$/.test(tidy) && /\d/.test(tidy) ? Number(tidy) : null;
}

export function shownDecimal(value: Answer | undefined): string {
  return typeof value === "number" ? String(value).replace(".", ",") : "";
}
