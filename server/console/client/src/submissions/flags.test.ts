import { expect, it } from "vitest";
import type { FormField } from "../api/types";
import { inLanguage, translatorOf } from "../i18n/translate";
import { flagText, pathText } from "./flags";

const say: Parameters<typeof pathText>[2]["say"] = (text) => inLanguage(text, "vi");
const lookup = { say, t: translatorOf("vi") };
const text = (name: string, vi: string, more: Partial<FormField> = {}): FormField => ({ name, type: "text", label: { vi, en: vi }, ...more });
const fields = [
  text("phone", "Số điện thoại"),
  text("lines", "Lựa chọn sản phẩm", { type: "repeat", fields: [text("qty", "Số lượng")] }),
];

it("names the field that a flag is about", () => {
  expect(flagText("field_missing:phone", fields, lookup)).toBe("Thiếu ô bắt buộc: Số điện thoại");
  expect(flagText("no_fix", fields, lookup)).toBe("Không có vị trí");
});

it("finds the way into a group that repeats", () => {
  expect(pathText("lines/2/qty", fields, lookup)).toBe("Lựa chọn sản phẩm #3 › Số lượng");
});

it("speaks of records of any kind, and of what was sold", () => {
  expect(flagText("product_not_visible", fields, lookup)).toBe("Hồ sơ ngoài phạm vi");
  expect(flagText("order_view_only", fields, lookup)).toBe("Hồ sơ chỉ được xem");
  expect(flagText("quotation_expired", fields, lookup)).toBe("Báo giá đã hết hạn");
});

it("leaves alone what it does not know", () => {
  expect(flagText("field_unknown:old_field", fields, lookup)).toBe("Ô lạ: old_field");
  expect(flagText("something_new", fields, lookup)).toBe("Cần xem lại");
});
