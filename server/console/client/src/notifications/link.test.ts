import { expect, it } from "vitest";
import { consolePath } from "./link";

it("leads to the record's page", () => {
  expect(consolePath("/submissions/0190-a")).toBe("/submissions?range=custom&submission=0190-a");
  expect(consolePath("customer:0190-a")).toBe("/customers/0190-a");
  expect(consolePath("/routes/0190-a")).toBe("/routes/0190-a");
  expect(consolePath("/tasks/0190-a")).toBe("/tasks/0190-a");
  expect(consolePath("/tickets/0190-a")).toBe("/tickets/0190-a");
  expect(consolePath("/customers/0190-a?tab=notes")).toBe("/customers/0190-a?tab=notes");
  expect(consolePath("/console/conflicts")).toBe("/conflicts");
});

it("leads nowhere else", () => {
  expect(consolePath("https://example.org/")).toBeNull();
  expect(consolePath(null)).toBeNull();
});
