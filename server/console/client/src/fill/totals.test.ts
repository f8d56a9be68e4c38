import { expect, it } from "vitest";
import { lineTotal } from "./totals";

const price = (amount: number, tax_percent: number, unit_qty = 1) => ({ price: amount, unit_qty, unit_name: null, tax_percent, fee: 0, price_list_id: null });
const prices = new Map([
  ["soap", price(15_000, 8)],
  ["oil", price(42_505, 10)],
  ["gift", null],
]);

it("adds up prices and taxes of the lines, each in whole đồng", () => {
  const lines = [{ id: "1", product: "soap", qty: 2 }, { id: "2", product: "oil", qty: 1 }];
  expect(lineTotal(lines, prices)).toEqual({ net: 72_505, tax: 2_400 + 4_251, sum: 79_156, unpriced: 0, count: 2 });
});

it("says how many lines have no price and passes over those without a product", () => {
  expect(lineTotal([{ id: "1", product: "gift", qty: 1 }, { id: "2", product: "", qty: 3 }, { id: "3" }], prices)).toMatchObject({ sum: 0, unpriced: 1, count: 1 });
});
