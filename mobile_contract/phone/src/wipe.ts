/** Erasing everything at the office's order, and saying so. */
import { HttpProblem, type Http, type TuyenStore, type WipeConfirmation } from "@tuyen/sdk";

import { forgetDeviceMark } from "./eviction";

/** Outside of the database, because it must outlive it; it opens nothing: the phone that it names is wiped. */
const MARK = "tuyen.wiped";
const TOLD = "tuyen.wiped.told";

export function eraser(store: TuyenStore, http: Http) {
  return async (confirmation: WipeConfirmation | null): Promise<void> => {
    if (confirmation) localStorage.setItem(MARK, JSON.stringify(confirmation));
    localStorage.setItem(TOLD, "1");
    await store.delete();
    for (const name of await caches.keys()) await caches.delete(name);
    for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
    forgetDeviceMark();
    await confirmWipe(http);
    location.replace(import.meta.env.BASE_URL);
  };
}

/** Tell the office that this phone was erased, where it could not be told at once. */
export async function confirmWipe(http: Http): Promise<void> {
  const kept = localStorage.getItem(MARK);
  if (!kept) return;
  try {
    await http.confirmWiped(JSON.parse(kept) as WipeConfirmation);
    localStorage.removeItem(MARK);
  } catch (error) {
    if (error instanceof HttpProblem && !error.passing) localStorage.removeItem(MARK);
  }
}

export function wasWiped(): boolean {
  return localStorage.getItem(TOLD) !== null;
}

export function forgetWipe(): void {
  localStorage.removeItem(TOLD);
}
