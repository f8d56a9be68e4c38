import { describe, expect, it } from "vitest";

import { deliveredTo, isDeliveredTo, keptPlaces } from "../src/kept_places";

const OFFICE = { id: "a", kind: "delivery", since: "2026-11-01", address_system: "2025", address_province: "48", address_ward: "20242", house_number: "7 Lê Duẩn" };
const HOME = { ...OFFICE, id: "b", since: "2026-11-20", house_number: "12 Trần Phú" };

describe("addresses that orders kept", () => {
  it("are offered with the newest first", () => {
    expect(keptPlaces({ other_addresses: [OFFICE, HOME] }).map((place) => place.id)).toEqual(["b", "a"]);
    expect(keptPlaces({})).toEqual([]);
  });

  it("fill in the whole place of an order, and are not kept a second time", () => {
    const answers = deliveredTo(OFFICE);
    expect(answers).toMatchObject({ delivery_place_kind: "new", new_address_ward: "20242", new_address_house_number: "7 Lê Duẩn", new_address_save: null });
    expect([isDeliveredTo(OFFICE, answers), isDeliveredTo(HOME, answers)]).toEqual([true, false]);
  });
});
