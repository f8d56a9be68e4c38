/** The provisional total of an order's lines. Pure. */

export interface Priced {
  /** Đồng without tax, null where the product has no price. */
  price: number | null;
  taxPercent: number | null;
}

export interface LineTotal {
  total: number;
  tax: number;
  /** Lines whose product has no price. */
  missing: number;
  count: number;
}

function quantity(line: Record<string, unknown>): number {
  const qty = line.qty ?? line.quantity;
  return typeof qty === "number" && qty > 0 ? qty : 0;
}

/** Each line's tax is rounded to whole đồng, half up, as the server does. */
export function totalOf(lines: readonly Record<string, unknown>[], products: ReadonlyMap<string, Priced>): LineTotal {
  const sum: LineTotal = { total: 0, tax: 0, missing: 0, count: 0 };
  for (const line of lines) {
    if (typeof line.product !== "string" || line.product === "") continue;
    const { price, taxPercent } = products.get(line.product) ?? { price: null, taxPercent: null };
    sum.count += 1;
    if (price === null) {
      sum.missing += 1;
      continue;
    }
    const net = Math.round(price * quantity(line));
    const tax = Math.floor((net * (taxPercent ?? 0)) / 100 + 0.5);
    sum.tax += tax;
    sum.total += net + tax;
  }
  return sum;
}
