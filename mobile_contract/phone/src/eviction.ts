/** Noticing that the browser threw the database away: a mark outside of it says that a phone was signed in here. */
const MARK = "tuyen.device";

export function markDevice(deviceId: string): void {
  localStorage.setItem(MARK, deviceId);
}

export function forgetDeviceMark(): void {
  localStorage.removeItem(MARK);
}

export function wasSignedIn(): boolean {
  return localStorage.getItem(MARK) !== null;
}

/** Ask the browser not to delete the data when the phone is full. */
export async function askToPersist(): Promise<void> {
  if (await navigator.storage?.persisted?.()) return;
  await navigator.storage?.persist?.();
}
