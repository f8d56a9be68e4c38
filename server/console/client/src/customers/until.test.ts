import { expect, it } from "vitest";
import { translatorOf } from "../i18n/translate";
import { endOfDay, untilText } from "./until";

const t = translatorOf("en");

it("ends a share with its last day in Vietnam", () => {
  expect(new Date(endOfDay("2026-11-30")).toISOString()).toBe("2026-11-30T17:00:00.000Z");
});

it("names the last day, or the time within one", () => {
  expect(untilText(endOfDay("2026-11-30"), t)).toBe("until the end of 30/11/2026");
  expect(untilText("2020-11-30T03:05:00Z", t)).toBe("until 30/11/2020 10:05");
});
