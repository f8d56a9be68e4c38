/**
 * What a basket costs, provisionally, from the rows that the phone holds: the same rules as the server's, in whole đồng.
 * Fractions are kept exact as integers with a common scale, so that no half đồng is lost to floating point.
 */
import { rowsOf } from "./answers";
import { meets, type Data, type KnownRecord } from "./records";
import type { Answer, RepeatRow } from "./types";

/** `price` đồng without tax for `unit_qty` units; on top `taxPercent` of that, and `fee` đồng for `unit_qty` units. */
export interface Price { price: number; unitQty: Decimal; unitName: string | null; taxPercent: Decimal; fee: Decimal; priceListId: string | null }
export interface Amount { net: number; tax: number }
export interface Total { net: number; tax: number; sum: number; unpriced: number }

/** `digits / 10^places`, exact. */
export interface Decimal { digits: bigint; places: number }

const ZERO: Decimal = { digits: 0n, places: 0 };
const ONE: Decimal = { digits: 1n, places: 0 };

/** The decimal that was written; null for what is no number. */
export function decimal(value: unknown): Decimal | null {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) >= 1e15) return null;
  const [whole = "0", fraction = ""] = (String(value).includes("e") ? value.toFixed(15) : String(value)).split(".");
  return { digits: BigInt(whole + fraction), places: fraction.length };
}

function scaled({ digits, places }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - places);
}

function sum(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places);
  return { digits: scaled(a, places) + scaled(b, places), places };
}

/** The quotient of two whole numbers to the nearest one, halves away from zero. */
function rounded(over: bigint, under: bigint): number {
  const negative = over < 0n !== under < 0n;
  const [top, bottom] = [over < 0n ? -over : over, under < 0n ? -under : under];
  const found = (2n * top + bottom) / (2n * bottom);
  return Number(negative ? -found : found);
}

/** What so many units cost, each of both parts rounded half up once; nothing without a price. */
export function amountOf(qty: number, price: Price | null): Amount {
  if (price === null) return { net: 0, tax: 0 };
  const { digits, places } = price.unitQty;
  const scale = 10n ** BigInt(places);
  const net = rounded(BigInt(price.price) * BigInt(qty) * scale, digits);
  // net * percent / 100 + fee * qty / unitQty, over one common denominator.
  const percent = 10n ** BigInt(price.taxPercent.places) * 100n;
  const fee = 10n ** BigInt(price.fee.places);
  const over = BigInt(net) * price.taxPercent.digits * fee * digits + price.fee.digits * BigInt(qty) * scale * percent;
  return { net, tax: rounded(over, percent * fee * digits) };
}

/** What each product costs on a day (YYYY-MM-DD of the organisation): by the list in force then, else its own price. */
export function pricesOn(day: string, products: KnownRecord[], lists: KnownRecord[]): (product: string) => Price | null {
  const inForce = lists.filter(({ d }) => holds(d, day)).sort(laterFirst);
  const own = new Map(products.map((product) => [product.id, product]));
  const found = new Map<string, Price>();
  for (const { id, d } of inForce) {
    for (const line of preferring(rowsOf(d.lines as Answer), own)) {
      const price = priceOfLine(line, id);
      if (price && typeof line.product === "string" && !found.has(line.product)) found.set(line.product, price);
    }
  }
  return (product) => found.get(product) ?? ownPrice(own.get(product)?.d);
}

function holds(d: Data, day: string): boolean {
  const [first, last] = [d.effective_from, d.effective_to];
  return meets(d, { status: "active" }) && typeof first === "string" && first <= day && (typeof last !== "string" || day <= last);
}

function laterFirst(a: KnownRecord, b: KnownRecord): number {
  const [one, other] = [String(a.d.effective_from), String(b.d.effective_from)];
  return one === other ? (a.id < b.id ? 1 : -1) : one < other ? 1 : -1;
}

/** The lines of a list, those in a product's own unit before those in others. */
function preferring(lines: RepeatRow[], products: Map<string, KnownRecord>): RepeatRow[] {
  const own = (line: RepeatRow) => {
    const unit = (products.get(typeof line.product === "string" ? line.product : "")?.d.fields as Data | undefined)?.unit_name ?? null;
    return (line.unit_name || null) === unit;
  };
  return [...lines.filter(own), ...lines.filter((line) => !own(line))];
}

function priceOfLine(line: RepeatRow, priceListId: string): Price | null {
  const price = line.price_ex_tax;
  const unitQty = line.unit_qty === undefined || line.unit_qty === null ? ONE : decimal(line.unit_qty);
  if (typeof price !== "number" || !Number.isInteger(price) || price < 0 || !unitQty || unitQty.digits <= 0n) return null;
  let [taxPercent, fee] = [ZERO, ZERO];
  for (const row of rowsOf(line.taxes_fees)) {
    const level = decimal(row.level) ?? ZERO;
    if (row.level_kind === "amount") fee = sum(fee, level);
    else taxPercent = sum(taxPercent, level);
  }
  return { price, unitQty, unitName: typeof line.unit_name === "string" ? line.unit_name : null, taxPercent, fee, priceListId };
}

function ownPrice(d: Data | undefined): Price | null {
  if (typeof d?.price !== "number" || !Number.isInteger(d.price)) return null;
  return { price: d.price, unitQty: ONE, unitName: null, taxPercent: decimal(d.tax_percent) ?? ZERO, fee: ZERO, priceListId: null };
}

/** The provisional total of the lines of an order. */
export function totalOf(lines: RepeatRow[], priceOf: (product: string) => Price | null): Total {
  const total: Total = { net: 0, tax: 0, sum: 0, unpriced: 0 };
  for (const line of lines) {
    const qty = typeof line.qty === "number" && Number.isInteger(line.qty) ? line.qty : 0;
    const price = typeof line.product === "string" ? priceOf(line.product) : null;
    const { net, tax } = amountOf(qty, price);
    total.net += net;
    total.tax += tax;
    if (price === null) total.unpriced += 1;
  }
  total.sum = total.net + total.tax;
  return total;
}
