/** What products cost today, from the price lists on the phone. */
import { amountOf, pricesOn, totalOf, type Price, type RepeatRow, type Total } from "@tuyen/sdk";
import { useMemo } from "react";

import { useKind, type Known } from "./kinds";
import { localDay } from "./today";

export interface Prices {
  /** What one of it costs with taxes, in đồng; null where it has no price. */
  of: (product: string) => number | null;
  total: (lines: RepeatRow[]) => Total;
}

const made = new WeakMap<Known, { day: string; lists: Known; prices: Prices }>();

/** Undefined until products and price lists are read; reckoned once for all lines that ask. */
export function usePrices(): Prices | undefined {
  const [products, lists] = [useKind("product"), useKind("price_list")];
  const day = localDay();
  return useMemo(() => (products && lists ? pricesFor(products, lists, day) : undefined), [products, lists, day]);
}

function pricesFor(products: Known, lists: Known, day: string): Prices {
  const before = made.get(products);
  if (before?.day === day && before.lists === lists) return before.prices;
  const priceOf = pricesOn(day, products.list, lists.list);
  const prices: Prices = { of: (product) => single(priceOf(product)), total: (lines) => totalOf(lines, priceOf) };
  made.set(products, { day, lists, prices });
  return prices;
}

function single(price: Price | null): number | null {
  if (!price) return null;
  const { net, tax } = amountOf(1, price);
  return net + tax;
}
