import { expect, it } from "vitest";
import { belowInAddress, isLegacy, legacyChoices, narrowing, unitChoices } from "./units";

const units = {
  version: 1,
  provinces: [["48", "Đà Nẵng", 16, 108] as [string, string, number, number]],
  wards: [["20194", "48", "Hải Châu", 16, 108], ["1", "01", "Hoàn Kiếm", 21, 105]] as [string, string, string, number, number][],
};
const former = {
  version: "x",
  provinces: [["48", "Đà Nẵng"]] as [string, string][],
  districts: [["490", "48", "Quận Hải Châu"]] as [string, string, string][],
  wards: [["20230", "490", "Phường Thạch Thang"]] as [string, string, string][],
};

it("offers the wards of the province, and of the district where the address is a former one", () => {
  expect(unitChoices(units, "ward", "48", "").map(({ label }) => label)).toEqual(["Hải Châu"]);
  expect(legacyChoices(former, "district", "48", "").map(({ value }) => value)).toEqual(["490"]);
  expect(legacyChoices(former, "ward", "490", "gone").map(({ value }) => value)).toEqual(["20230", "gone"]);
});

it("knows what narrows a unit and what falls with it", () => {
  expect(isLegacy("new_address_ward", { new_address_system: "legacy" })).toBe(true);
  expect(narrowing("address_ward", "ward", "address_province", false)).toBe("address_province");
  expect(narrowing("address_ward", "ward", "address_province", true)).toBe("address_district");
  expect(belowInAddress("address_system")).toEqual(["address_province", "address_district", "address_ward"]);
  expect(belowInAddress("full_name")).toEqual([]);
});
