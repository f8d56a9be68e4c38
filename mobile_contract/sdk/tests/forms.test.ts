import { describe, expect, it } from "vitest";

import { initialValues, nothingToSend, prefill, prepare, same, validate, type FormInput } from "../src/forms";
import type { Answers, GpsFix } from "../src/types";
import { SHOP, VISIT } from "./phone";

const FIX: GpsFix = { lat: 16.06, lon: 108.22, accuracy_m: 8, fixed_at: "2026-11-21T08:00:00+07:00", provider: "browser", mock: false };
const input = (values: Answers, more: Partial<FormInput> = {}): FormInput => ({ values, readings: {}, ...more });
const codes = (form: typeof SHOP, given: FormInput) => Object.fromEntries(validate(form, given, { provinceOf: () => "48" }).map((i) => [i.field, i.code]));

describe("a new form", () => {
  it("starts with the customer that it was opened from", () => {
    expect(initialValues(VISIT, { customerId: "c1" })).toEqual({ customer: "c1" });
    expect(initialValues(SHOP, { customerId: "c1" })).toEqual({});
  });

  it("sends every answer, tidied, and not the empty ones", () => {
    const prepared = prepare(SHOP, input({ full_name: "  Tạp hoá Cô Ba ", phone: "0903 123 456", email: "", website: "co-ba.vn", tags: [], staff: 0 }));
    expect(prepared.answers).toEqual({ full_name: "Tạp hoá Cô Ba", phone: "0903 123 456", website: "https://co-ba.vn", staff: 0 });
    expect(prepared.before).toBeUndefined();
  });

  it("composes Vietnamese letters", () => {
    expect(prepare(SHOP, input({ full_name: "Hoà".normalize("NFD") })).answers.full_name).toBe("Hoà".normalize("NFC"));
  });

  it("does not send a position that was read and not saved, and says so", () => {
    const read = input({ customer: "c1" }, { readings: { gps: FIX } });
    expect(prepare(VISIT, read).answers).toEqual({ customer: "c1" });
    expect(prepare(VISIT, read).gps).toBeUndefined();
    expect(codes(VISIT, read)).toEqual({ gps: "gps_not_saved" });
    expect(codes(VISIT, input({ customer: "c1" }))).toEqual({ gps: "gps_not_read" });
    const saved = prepare(VISIT, input({ customer: "c1", gps: FIX }));
    expect(saved.gps).toEqual(FIX);
    expect(saved.answers.gps).toEqual(FIX);
  });

  it("names the media of each field", () => {
    expect(prepare(VISIT, input({ customer: "c", photos: ["m1", "m2"] })).media).toEqual({ photos: ["m1", "m2"] });
  });
});

describe("what is wrong", () => {
  const fine: Answers = { full_name: "A", phone: "0903123456" };

  it("is nothing in a good form", () => {
    expect(codes(SHOP, input({ ...fine, email: "a@b.vn", website: "https://b.vn", opened_on: "2024-02-29", rank: "A", tags: ["x", "y"], address_province: "48", address_ward: "20194" }))).toEqual({});
  });

  it.each<[string, Answers, string]>([
    ["full_name", { full_name: "   " }, "required"],
    ["full_name", { full_name: "x".repeat(501) }, "too_long"],
    ["phone", { phone: "12345" }, "bad_phone"],
    ["phone", { phone: "hỏi anh Ba" }, "bad_phone"],
    ["email", { email: "a@b" }, "bad_email"],
    ["website", { website: "không có" }, "bad_url"],
    ["opened_on", { opened_on: "2025-02-29" }, "bad_date"],
    ["rank", { rank: "Z" }, "not_an_option"],
    ["tags", { tags: ["x", "nope"] }, "not_an_option"],
    ["tags", { tags: ["x", "y", "z"] }, "too_many"],
    ["staff", { staff: 51 }, "too_large"],
    ["address_ward", { address_province: "01", address_ward: "20194" }, "ward_elsewhere"],
  ])("%s in %j is %s", (field, wrong, code) => {
    expect(codes(SHOP, input({ ...fine, ...wrong }))).toEqual({ [field]: code });
  });

  it.each(["+84 903 123 456", "0236.3456.789", "1900 1234"])("%s is a phone number", (phone) => {
    expect(codes(SHOP, input({ ...fine, phone }))).toEqual({});
  });
});

describe("an edit", () => {
  const record: Answers = { full_name: "Cô Ba", phone: "0903", rank: "B", gps: { ...FIX }, photos: ["old"], legacy: "x" };
  const prefilled = prefill(SHOP, record);

  it("starts from the record's fields that the form knows", () => {
    expect(prefilled).toEqual({ full_name: "Cô Ba", phone: "0903", rank: "B", gps: FIX, photos: ["old"] });
    expect(prefilled.gps).not.toBe(record.gps);
  });

  it("sends only what changed, with what it was, and clears with null", () => {
    const values = { ...prefilled, rank: "A", phone: "", email: "a@b.vn" };
    const prepared = prepare(SHOP, input(values, { prefilled }));
    expect(prepared.answers).toEqual({ phone: null, email: "a@b.vn", rank: "A" });
    expect(prepared.before).toEqual({ phone: "0903", email: null, rank: "B" });
    expect(prepared.gps).toBeUndefined();
  });

  it("is nothing when nothing changed, whatever the order of keys", () => {
    const gps = Object.fromEntries(Object.entries(FIX).reverse()) as unknown as GpsFix;
    expect(nothingToSend(prepare(SHOP, input({ ...prefilled, gps, full_name: "Cô Ba " }, { prefilled })))).toBe(true);
    expect(same(undefined, "")).toBe(true);
    expect(same("a", "b")).toBe(false);
  });

  it("does not judge a value that it does not send", () => {
    expect(codes(SHOP, input({ ...prefilled }, { prefilled }))).toEqual({});
    expect(codes(SHOP, input({ ...prefilled, phone: "12" }, { prefilled }))).toEqual({ phone: "bad_phone" });
  });

  it("binds only the new pictures", () => {
    const prepared = prepare(SHOP, input({ ...prefilled, photos: ["old", "new"] }, { prefilled }));
    expect(prepared.answers.photos).toEqual(["old", "new"]);
    expect(prepared.media).toEqual({ photos: ["new"] });
  });
});
