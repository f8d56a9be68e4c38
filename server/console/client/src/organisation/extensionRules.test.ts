import { expect, it } from "vitest";
import { extensionFault } from "./extensionRules";

it.each([
  ["", null],
  ["101", null],
  ["0", "extensions.number.zero"],
  ["0101", "extensions.number.zero"],
  ["7", "extensions.number.wrong"],
  ["10a", "extensions.number.wrong"],
  ["123456789", "extensions.number.wrong"],
])("an extension typed as %j has the fault %j", (typed, fault) => {
  expect(extensionFault(typed)).toBe(fault);
});
