import { describe, expect, it } from "vitest";

import { amountOf, decimal, pricesOn, totalOf, type Decimal, type Price } from "../src/pricing";
import type { KnownRecord } from "../src/records";

const of = (number: number): Decimal => decimal(number) ?? { digits: 0n, places: 0 };
const price = (net: number, more: Partial<Price> = {}): Price =>
  ({ price: net, unitQty: of(1), unitName: null, taxPercent: of(0), fee: of(0), priceListId: null, ...more });
const record = (id: string, d: object): KnownRecord => ({ id, v: 1, pending: false, d: d as KnownRecord["d"] });

const MILK = record("milk", { name: "Sữa", price: 10_000, tax_percent: 8, fields: { unit_name: "can" } });
const SOAP = record("soap", { name: "Xà phòng" });

function list(id: string, from: string, lines: object[], more: object = {}): KnownRecord {
  return record(id, { effective_from: from, status: "active", lines, ...more });
}

describe("what a line comes to", () => {
  it("is rounded half up, price and tax each once", () => {
    expect(amountOf(1, price(1_005, { taxPercent: of(10) }))).toEqual({ net: 1_005, tax: 101 });
    expect(amountOf(3, price(10_000, { unitQty: of(24), taxPercent: of(8) }))).toEqual({ net: 1_250, tax: 100 });
    expect(amountOf(1, price(1, { unitQty: of(2) }))).toEqual({ net: 1, tax: 0 });
  });

  it("bears fees for so many units, and fractions of units exactly", () => {
    expect(amountOf(4, price(2_000, { fee: of(150) }))).toEqual({ net: 8_000, tax: 600 });
    expect(amountOf(1, price(333, { unitQty: of(0.1) }))).toEqual({ net: 3_330, tax: 0 });
  });

  it("is nothing without a price", () => {
    expect(amountOf(5, null)).toEqual({ net: 0, tax: 0 });
  });
});

describe("which price holds", () => {
  const line = (product: string, price_ex_tax: number, more: object = {}) => ({ id: product, product, price_ex_tax, unit_qty: 1, unit_name: "can", ...more });

  it("is that of the newest list in force, else the product's own", () => {
    const lists = [list("a", "2026-01-01", [line("milk", 9_000)]), list("b", "2026-11-01", [line("milk", 9_500)]), list("c", "2026-12-01", [line("milk", 1)])];
    const on = pricesOn("2026-11-22", [MILK, SOAP], lists);
    expect(on("milk")).toMatchObject({ price: 9_500, priceListId: "b" });
    expect(pricesOn("2025-12-31", [MILK, SOAP], lists)("milk")).toMatchObject({ price: 10_000, priceListId: null });
    expect(on("soap")).toBeNull();
  });

  it("is never that of a list that was stopped or has ended", () => {
    const lists = [list("a", "2026-01-01", [line("milk", 1)], { status: "stopped" }), list("b", "2026-01-02", [line("milk", 2)], { effective_to: "2026-11-21" })];
    expect(pricesOn("2026-11-22", [MILK], lists)("milk")?.price).toBe(10_000);
    expect(pricesOn("2026-11-21", [MILK], lists)("milk")?.price).toBe(2);
  });

  it("is that of the product's own unit before others", () => {
    const both = list("a", "2026-01-01", [line("milk", 200_000, { unit_name: "carton" }), line("milk", 9_000)]);
    expect(pricesOn("2026-11-22", [MILK], [both])("milk")?.price).toBe(9_000);
  });

  it("sums the taxes and fees of its line", () => {
    const taxed = line("milk", 10_000, { taxes_fees: [{ id: "1", kind: "vat", level: 8 }, { id: "2", kind: "environment", level: 1.5 }, { id: "3", kind: "deposit", level_kind: "amount", level: 500 }] });
    const found = pricesOn("2026-11-22", [MILK], [list("a", "2026-01-01", [taxed])])("milk");
    expect(amountOf(2, found)).toEqual({ net: 20_000, tax: 2_900 });
  });
});

describe("a basket", () => {
  it("is the sum of its lines and tells what has no price", () => {
    const lines = [{ id: "1", product: "milk", qty: 2 }, { id: "2", product: "soap", qty: 1 }, { id: "3", product: "milk", qty: null }];
    expect(totalOf(lines, pricesOn("2026-11-22", [MILK, SOAP], []))).toEqual({ net: 20_000, tax: 1_600, sum: 21_600, unpriced: 1 });
  });
});
