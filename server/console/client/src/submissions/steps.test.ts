import { expect, it } from "vitest";
import { stepFrom } from "./steps";

const items = [{ id: "a" }, { id: "b" }, { id: "c" }];

it("moves by one and stops at both ends", () => {
  expect(stepFrom(items, "a", 1)).toBe("b");
  expect(stepFrom(items, "c", 1)).toBe("c");
  expect(stepFrom(items, "a", -1)).toBe("a");
});

it("begins at the top when nothing, or something that went away, is pointed at", () => {
  expect(stepFrom(items, null, -1)).toBe("a");
  expect(stepFrom(items, "gone", 1)).toBe("a");
  expect(stepFrom([], "a", 1)).toBeNull();
});
