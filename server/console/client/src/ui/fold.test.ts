import { expect, it } from "vitest";
import { fold, initialsOf, matches } from "./fold";

it("takes away accents, also those of đ", () => {
  expect(fold(" Đặng Thị Hường ")).toBe("dang thi huong");
});

it("finds words in any order", () => {
  expect(matches("Nguyễn Văn Đức", "duc nguyen")).toBe(true);
  expect(matches("Nguyễn Văn Đức", "dung")).toBe(false);
  expect(matches("Nguyễn Văn Đức", "")).toBe(true);
});

it("shortens a name to the letters by which people are called", () => {
  expect(initialsOf("Trần Thị Ánh Tuyết")).toBe("ÁT");
  expect(initialsOf("Nam")).toBe("N");
});
