import { expect, test } from "vitest";
import { withField } from "./insert";

test("a merge field takes the place of what is marked, and the cursor goes behind it", () => {
  expect(withField("Chào ai đó,", 5, 10, "customer.name")).toEqual({ text: "Chào {{customer.name}},", cursor: 22 });
});
