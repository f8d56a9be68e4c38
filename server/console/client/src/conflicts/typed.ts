import type { FormField } from "../api/types";

/** Places, pictures and records cannot be typed: for those one of the two values is chosen. */
const NOT_TYPED = new Set(["gps", "media", "ref", "refs"]);

export function canBeTyped(field: FormField): boolean {
  return !NOT_TYPED.has(field.type);
}
