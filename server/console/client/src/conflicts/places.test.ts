import { expect, test } from "vitest";
import type { ConflictSide } from "../api/types";
import { translatorOf } from "../i18n/translate";
import { mapLink, placeText } from "./places";

const t = translatorOf("vi");
const side = (gps: ConflictSide["gps"]): ConflictSide => ({ value: 1, employee: null, at: null, received_at: null, gps });
const HERE = { lat: 16.0678, lon: 108.2208 };

test("a place is told with its distance from the customer", () => {
  const gps = { lat: 16.0688, lon: 108.2208, accuracy_m: 8 };
  expect(placeText(side(gps), HERE, t)).toContain("111 m");
  expect(placeText(side(gps), null, t)).toContain("16.06880, 108.22080");
});

test("what was written without a position has no place", () => {
  expect(placeText(side(null), HERE, t)).toBeNull();
});

test("a link shows the place itself", () => {
  expect(mapLink(HERE)).toContain("mlat=16.0678&mlon=108.2208");
});
