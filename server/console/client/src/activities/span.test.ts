import { expect, it } from "vitest";
import { translatorOf } from "../i18n/translate";
import { spanText } from "./span";

const t = translatorOf("vi");

it("says stretches of time in the unit that fits", () => {
  expect(spanText(40 * 60_000, t)).toBe("40 phút");
  expect(spanText(47.5 * 3_600_000, t)).toBe("47 giờ");
  expect(spanText(72 * 3_600_000, t)).toBe("3 ngày");
});
