/** The server's epoch: another one than before means that a backup was put back (FAIL-2, PUSH-27). */
import { acknowledgedLately, inOrderMade, renumbered } from "./queue";
import type { TuyenStore } from "./store";

/**
 * Take note of the epoch that the server told. Where it is another one, what was acknowledged in the last 72 hours waits
 * to be sent again, and lent numbers are given up; true then. Call it within a transaction over operations and `meta`.
 */
export async function adoptEpoch(store: TuyenStore, epoch: string): Promise<boolean> {
  const known = await store.read("epoch");
  if (known === epoch) return false;
  await store.write("epoch", epoch);
  if (known === undefined) return false;
  const device = await store.read("device");
  let counter = (await store.read("counter")) ?? 0;
  // A block of numbers that the backup does not know may be lent to another phone now.
  await store.write("leases", undefined);
  for (const op of inOrderMade(await acknowledgedLately(store))) {
    const own = op.device_id === device?.device_id;
    const again = own ? op : renumbered(op, ++counter, device?.device_id ?? "");
    await store.ops.put({ ...again, state: "waiting" });
  }
  await store.write("counter", counter);
  return true;
}
