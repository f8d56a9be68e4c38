import { expect, it } from "vitest";
import { stepFrom } from "./steps";

const items = [{ id: "a" }, { id: "b" }, { id: "c" }];
const step = (id: string | null, by: number, place = 0) => stepFrom(items, { id, place }, by).id;

it("moves by one and stops at both ends", () => {
  expect(step("a", 1)).toBe("b");
  expect(step("c", 1)).toBe("c");
  expect(step("a", -1)).toBe("a");
});

it("begins at the top when nothing is pointed at", () => {
  expect(step(null, -1)).toBe("a");
  expect(stepFrom([], { id: "a", place: 4 }, 1)).toEqual({ id: null, place: 0 });
});

it("goes on where a reviewed item was, not at the top", () => {
  expect(step("reviewed", 1, 1)).toBe("b");
  expect(step("reviewed", 1, 9)).toBe("c");
});
