/** Numbers that are given without a network: blocks that the server lends to this phone alone. */
import type { HeldLease, TuyenStore } from "./store";
import type { NumberLease } from "./types";

/**
 * The next number of a series, once and for ever, also when two tabs ask at once; null where no block holds one. Called
 * inside a transaction over `meta`, number and document are kept together or not at all.
 */
export async function takeNumber(store: TuyenStore, series: string, now = Date.now()): Promise<number | null> {
  return store.transaction("rw", store.meta, async () => {
    const leases = (await store.read("leases")) ?? [];
    const at = now + ((await store.read("clock_offset_ms")) ?? 0);
    const usable = leases.filter((lease) => lease.series === series && isOpen(lease, at));
    // The block that ends first goes first, so that no numbers are left in it.
    const lease = usable.sort((a, b) => endOf(a) - endOf(b) || a.from - b.from)[0];
    if (!lease) return null;
    const taken = lease.next++;
    await store.write("leases", leases);
    return taken;
  });
}

/** How many numbers are left of each series; 0 for a wanted one without a block. */
export async function heldNumbers(store: TuyenStore, wanted: string[], now = Date.now()): Promise<Record<string, number>> {
  const at = now + ((await store.read("clock_offset_ms")) ?? 0);
  const held: Record<string, number> = Object.fromEntries(wanted.map((series) => [series, 0]));
  for (const lease of (await store.read("leases")) ?? []) {
    if (isOpen(lease, at)) held[lease.series] = (held[lease.series] ?? 0) + lease.to - lease.next + 1;
  }
  return held;
}

/** Keep blocks of an answer. The same block may come again when an answer was lost: it goes on where it is. */
export async function keepLeases(store: TuyenStore, given: NumberLease[] | undefined): Promise<void> {
  if (!given || given.length === 0) return;
  const leases = (await store.read("leases")) ?? [];
  for (const lease of given) {
    const known = leases.find((each) => each.series === lease.series && each.from === lease.from);
    if (!known) leases.push({ ...lease, next: lease.from });
    else Object.assign(known, { to: lease.to, exp: lease.exp });
  }
  await store.write("leases", leases);
}

function isOpen(lease: HeldLease, at: number): boolean {
  return lease.next <= lease.to && endOf(lease) > at;
}

function endOf(lease: NumberLease): number {
  return lease.exp ? Date.parse(lease.exp) : Infinity;
}
