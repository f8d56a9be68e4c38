import { expect, it } from "vitest";
import { consolePath } from "./link";

it("leads to the record's page", () => {
  expect(consolePath("/submissions/0190-a")).toBe("/submissions?range=custom&submission=0190-a");
  expect(consolePath("customer:0190-a")).toBe("/customers/0190-a");
  expect(consolePath("/routes/0190-a")).toBe("/routes/0190-a");
  expect(consolePath("/console/conflicts")).toBe("/conflicts");
});

it("leads nowhere else", () => {
  expect(consolePath("https://example.org/")).toBeNull();
  expect(consolePath(null)).toBeNull();
});
