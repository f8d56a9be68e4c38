import { expect, it } from "vitest";
import { STEPS } from "../api/organisationTypes";
import { isBeginning, isUnfinished } from "./steps";

const stepsDone = (...keys: string[]) => STEPS.map((key) => ({ key, done: keys.includes(key) }));

it("begins with the first steps until there is a customer or a visit", () => {
  expect(isBeginning(stepsDone("branch", "department", "employee"))).toBe(true);
  expect(isBeginning(stepsDone("branch", "customer"))).toBe(false);
  expect(isBeginning(stepsDone("visit"))).toBe(false);
});

it("offers the steps until the last one is taken", () => {
  expect(isUnfinished(stepsDone("visit"))).toBe(true);
  expect(isUnfinished(stepsDone(...STEPS))).toBe(false);
});

it("asks nothing of those who are told no steps", () => {
  expect(isBeginning([])).toBe(false);
  expect(isUnfinished([])).toBe(false);
});
