import { expect, it } from "vitest";
import { type Done, lacking, nextStep } from "./flow";

const nothing: Done = { customers: false, routes: false, assign: false, products: false, prices: false, promotions: false, sales: false };

it("holds back only what really needs something", () => {
  expect(lacking("routes", nothing)).toEqual(["customers"]);
  expect(lacking("sales", { ...nothing, customers: true })).toEqual(["products"]);
  expect(lacking("promotions", nothing)).toEqual([]);
  expect(lacking("assign", { ...nothing, assign: true })).toEqual([]);
});

it("goes on with the first step that can be done", () => {
  expect(nextStep(nothing)).toBe("customers");
  expect(nextStep({ ...nothing, customers: true, routes: true, assign: true })).toBe("products");
  expect(nextStep({ customers: true, routes: true, assign: true, products: true, prices: true, promotions: true, sales: true })).toBeNull();
});
