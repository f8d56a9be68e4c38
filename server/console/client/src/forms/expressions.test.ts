import { expect, it } from "vitest";
import { expressionFault } from "./expressions";

it("finds nothing wrong with what can be reckoned", () => {
  expect(expressionFault("", [])).toBeNull();
  expect(expressionFault("qty != null && qty > 3 && today >= '2026-01-01'", ["qty"])).toBeNull();
  expect(expressionFault("lines.filter(l, l.product == product).size() <= 1", ["lines", "product"])).toBeNull();
});

it("names what nothing has, and says where it cannot be read", () => {
  expect(expressionFault("qty > max_qty", ["qty"])).toEqual({ kind: "unknown", detail: "max_qty" });
  expect(expressionFault("qty > ", ["qty"])?.kind).toBe("syntax");
});
