import { describe, expect, it } from "vitest";
import type { FormDefinition, FormField } from "../api/types";
import { inLanguage, translatorOf } from "../i18n/translate";
import { answerLines, answerText, isFormerAddress, lineOf, shortText, type Lookup } from "./answers";

const label = { vi: "Nhãn", en: "Label" };
const field = (type: string, more: Partial<FormField> = {}): FormField => ({ name: type, type, label, required: false, ...more });
const lookup: Lookup = {
  t: translatorOf("vi"),
  say: (text) => inLanguage(text, "vi"),
  nameOf: (id) => (id === "e1" ? "Trần Thị Hoa" : undefined),
  units: { version: 1, provinces: [["48", "Thành phố Đà Nẵng", 16, 108]], wards: [["20194", "48", "Phường Hải Châu", 16, 108]] },
};
const text = (type: string, value: unknown, more: Partial<FormField> = {}) => answerText(field(type, more), value, lookup);

describe("an answer in words", () => {
  const options = [
    { value: "a", label: { vi: "Trưng bày tốt", en: "Good display" } },
    { value: "b", label: { vi: "Hết hàng", en: "Out of stock" } },
  ];

  it("names the chosen options", () => {
    expect(text("multi", ["b", "a"], { options })).toBe("Hết hàng, Trưng bày tốt");
    expect(text("select", "gone", { options })).toBe("gone");
  });

  it("names people, provinces and wards", () => {
    expect(text("refs", ["e1", "0190-abcdef"])).toBe("Trần Thị Hoa, #abcdef");
    expect(text("province", "48")).toBe("Thành phố Đà Nẵng");
    expect(text("ward", "20194")).toBe("Phường Hải Châu");
  });

  it("names the units of before July 2025 where they are known", () => {
    const former = { districts: [["490", "48", "Quận Hải Châu"]], wards: [["20195", "490", "Phường Thạch Thang"]], provinces: [["49", "Tỉnh Quảng Nam"]] } as unknown as NonNullable<Lookup["former"]>;
    const past = (type: string, value: string) => answerText(field(type), value, { ...lookup, former });
    expect([past("province", "49"), past("district", "490"), past("ward", "20195")]).toEqual(["Tỉnh Quảng Nam", "Quận Hải Châu", "Phường Thạch Thang"]);
    expect([isFormerAddress({ address_district: "490" }), isFormerAddress({ address_ward: "20194" })]).toEqual([true, false]);
  });

  it("tells a place with its accuracy and a mock", () => {
    expect(text("gps", { lat: 16.054407, lon: 108.202164, accuracy_m: 7.6, mock: true })).toBe("16.05441, 108.20216 ± 8 m (vị trí giả)");
  });

  it("keeps no apart from nothing", () => {
    expect(text("bool", false)).toBe("Không");
    expect(text("bool", null)).toBe("");
    expect(text("stepper", 0)).toBe("0");
  });
});

describe("the answers of a form", () => {
  const definition: FormDefinition = {
    key: "x",
    version: 1,
    title: label,
    record: null,
    fields: [field("longtext", { name: "note" }), field("media", { name: "photos" }), field("date", { name: "day" })],
  };

  it("follow the form's order, without pictures and without the unanswered, strangers last", () => {
    const lines = answerLines(definition, { extra: 5, day: "2026-11-21", photos: ["m1"], note: "" }, lookup);
    expect(lines.map((line) => [line.name, line.text])).toEqual([
      ["day", "21/11/2026"],
      ["extra", "5"],
    ]);
  });
});

describe("groups that repeat", () => {
  const lines = field("repeat", {
    name: "lines",
    label: { vi: "Sản phẩm", en: "Product" },
    fields: [field("ref", { name: "product" }), field("stepper", { name: "qty", label: { vi: "Số lượng", en: "Quantity" } })],
  });
  const value = [{ id: "a", product: "e1", qty: 1_200 }, { id: "b", product: "x", extra: "?" }];

  it("are numbered, and keep what their form does not know", () => {
    const items = lineOf(lines, value, lookup).items ?? [];
    expect(items.map(({ label: title }) => title)).toEqual(["Sản phẩm #1", "Sản phẩm #2"]);
    expect(items[0]?.lines.map((line) => line.text)).toEqual(["Trần Thị Hoa", "1.200"]);
    expect(items[1]?.lines.map(({ name, isStranger }) => [name, isStranger ?? false])).toEqual([["product", false], ["extra", true]]);
  });

  it("go into one text for a table", () => {
    expect(shortText(lines, value.slice(0, 1), lookup)).toBe("Nhãn: Trần Thị Hoa · Số lượng: 1.200");
  });
});

it("writes Vietnamese telephone numbers as people read them", () => {
  expect(["+84903123456", "+842363812345", "+15551234567"].map((number) => text("phone", number))).toEqual(["0903 123 456", "0236 381 2345", "+15551234567"]);
});

it("writes money, percentages, windows and units as people do", () => {
  expect(text("money", 1_250_000)).toBe("1.250.000 ₫");
  expect(text("percent", 7.5)).toBe("7,5 %");
  expect(text("time_window", { from: "08:00", to: "17:30" })).toBe("08:00 – 17:30");
  expect(text("stepper", 3, { unit: { vi: "ngày", en: "days" } })).toBe("3 ngày");
});
