import { describe, expect, it } from "vitest";
import { placesOf, shortName } from "./places";

const named = (name: string) => (feature: { properties: { name: string } }) => feature.properties.name === name;

describe("names on the map", () => {
  it("lose their rank, except where only a number would be left", () => {
    expect(shortName("Thành phố Đà Nẵng")).toBe("Đà Nẵng");
    expect(shortName("Phường Hải Châu")).toBe("Hải Châu");
    expect(shortName("Phường 4")).toBe("Phường 4");
  });

  it("are composed, so that each letter with its marks is one glyph", () => {
    expect(shortName("Tỉnh Quảng Ngãi".normalize("NFD"))).toBe("Quảng Ngãi");
  });

  it("call both archipelagos Vietnamese before any unit is known, and only once after", () => {
    expect(placesOf(undefined).features.filter(named("Quần đảo Hoàng Sa\n(Việt Nam)"))).toHaveLength(1);
    const { features } = placesOf({
      version: 1,
      provinces: [["48", "Thành phố Đà Nẵng", 16.05, 108.2]],
      wards: [["20333", "48", "Đặc khu Hoàng Sa", 16.5, 112]],
    });
    const names = features.map((feature) => feature.properties.name);
    expect(names).toContain("Quần đảo Trường Sa\n(Việt Nam)");
    expect(names.filter((name) => /Hoàng Sa\n|^Hoàng Sa$/.test(name))).toHaveLength(1);
  });

  it("stand at longitude, latitude", () => {
    const { features } = placesOf({ version: 1, provinces: [["48", "Thành phố Đà Nẵng", 16.05, 108.2]], wards: [] });
    expect(features.find(named("Đà Nẵng"))?.geometry.coordinates).toEqual([108.2, 16.05]);
  });
});
