import { expect, it } from "vitest";
import { assignmentPhase } from "./phase";

const phase = (valid_from: string, valid_to: string | null) => assignmentPhase({ valid_from, valid_to }, "2026-11-21");

it("counts the first and the last day", () => {
  expect(phase("2026-11-21", null)).toBe("current");
  expect(phase("2026-11-01", "2026-11-21")).toBe("current");
  expect(phase("2026-11-01", "2026-11-20")).toBe("past");
  expect(phase("2026-11-22", null)).toBe("future");
});
