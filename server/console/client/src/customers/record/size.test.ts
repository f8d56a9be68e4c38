import { expect, it } from "vitest";
import { translatorOf } from "../../i18n/translate";
import { sizeText } from "./size";

it("is told in the unit that people read", () => {
  const t = translatorOf("vi");
  expect([820, 12_300, 3_440_000].map((bytes) => sizeText(bytes, t))).toEqual(["820 B", "12 KB", "3,4 MB"]);
});
