import { expect, it } from "vitest";
import { offered } from "./choices";

const label = (text: string) => ({ vi: text, en: text });
const all = [
  { value: "cleanser", label: label("Sữa rửa mặt"), parent: "cosmetics" },
  { value: "soap", label: label("Xà phòng"), parent: "household" },
  { value: "other", label: label("Khác") },
];
const values = (parent: { answer: unknown } | undefined, value: unknown = null) => offered(all, parent, value).map((each) => each.value);

it("offers what belongs to the parent's answer, and what belongs to none", () => {
  expect(values({ answer: "cosmetics" })).toEqual(["cleanser", "other"]);
  expect(values(undefined)).toEqual(["cleanser", "soap", "other"]);
});

it("keeps showing a value that the list does not offer", () => {
  expect(values({ answer: "household" }, "cleanser")).toEqual(["soap", "other", "cleanser"]);
  expect(offered(all, undefined, ["gone"]).at(-1)?.label.vi).toBe("gone");
});
