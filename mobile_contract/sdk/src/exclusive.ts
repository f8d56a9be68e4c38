/** Work that one tab does at a time. */

/** Runs `work` while no other tab does. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * The browser's lock of that name over all tabs of this origin; without it (old browsers) the tab trusts that it is
 * alone and runs its own work one after the other.
 */
export function oneTab(name: string): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    if (typeof navigator !== "undefined" && "locks" in navigator) {
      return navigator.locks.request(name, work);
    }
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
