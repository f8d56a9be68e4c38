import { expect, test } from "vitest";
import { translatorOf } from "../i18n/translate";
import { refusals } from "./outcomes";

const t = translatorOf("vi");

test("refusals are counted by their reason, the commonest first", () => {
  const outcomes = [
    { id: "1", s: "settled", code: null },
    { id: "2", s: "refused", code: "already_settled" },
    { id: "3", s: "refused", code: "moved_on" },
    { id: "4", s: "refused", code: "moved_on" },
    { id: "5", s: "refused", code: "odd" },
  ];
  expect(refusals(outcomes, t).map(({ n }) => n)).toEqual([2, 1, 1]);
  expect(refusals(outcomes, t)[0]?.why).toBe(t("conflicts.refused.moved_on"));
  expect(refusals(outcomes, t)[2]?.why).toContain("odd");
});

test("nothing refused is nothing told", () => {
  expect(refusals([{ id: "1", s: "settled", code: null }], t)).toEqual([]);
});
