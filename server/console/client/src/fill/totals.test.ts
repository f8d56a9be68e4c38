import { expect, it } from "vitest";
import { totalOf } from "./totals";

const products = new Map([
  ["soap", { price: 15_000, taxPercent: 8 }],
  ["oil", { price: 42_505, taxPercent: 10 }],
  ["gift", { price: null, taxPercent: null }],
]);

it("adds up prices and taxes of the lines, each tax in whole đồng", () => {
  const lines = [{ product: "soap", qty: 2 }, { product: "oil", qty: 1 }];
  expect(totalOf(lines, products)).toEqual({ total: 32_400 + 46_756, tax: 2_400 + 4_251, missing: 0, count: 2 });
});

it("says how many lines have no price and passes over empty ones", () => {
  expect(totalOf([{ product: "gift", qty: 1 }, { product: "", qty: 3 }, {}], products)).toEqual({ total: 0, tax: 0, missing: 1, count: 1 });
});
