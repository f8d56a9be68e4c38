/** The provisional total of an order's lines, by the SDK's own reckoning. Pure. */
import { decimal, rowsOf, totalOf, type Price, type Total } from "@tuyen/sdk";
import type { Values } from "../api/formTypes";

/** What a product costs now, as the server tells it. */
export interface PriceNow {
  price: number;
  unit_qty: number;
  unit_name: string | null;
  tax_percent: number;
  fee: number;
  price_list_id: string | null;
}

const NOTHING = { digits: 0n, places: 0 };
const ONE = { digits: 1n, places: 0 };

function priceOf(now: PriceNow | null | undefined): Price | null {
  if (!now) return null;
  return {
    price: now.price,
    unitQty: decimal(now.unit_qty) ?? ONE,
    unitName: now.unit_name,
    taxPercent: decimal(now.tax_percent) ?? NOTHING,
    fee: decimal(now.fee) ?? NOTHING,
    priceListId: now.price_list_id,
  };
}

export interface LineTotal extends Total {
  /** Lines that name a product. */
  count: number;
}

/** The total of the lines that name a product. */
export function lineTotal(lines: readonly Values[], prices: ReadonlyMap<string, PriceNow | null>): LineTotal {
  const named = lines.filter((line) => typeof line.product === "string" && line.product !== "");
  return { ...totalOf(rowsOf(named as never), (product) => priceOf(prices.get(product))), count: named.length };
}
