/** Adding the app to the home screen, where the browser offers it. */
import { useSyncExternalStore } from "react";

interface InstallEvent extends Event { prompt(): Promise<unknown> }

let offer: InstallEvent | null = null;
const listeners = new Set<() => void>();

function keep(event: InstallEvent | null): void {
  offer = event;
  for (const listener of listeners) listener();
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  keep(event as InstallEvent);
});
addEventListener("appinstalled", () => keep(null));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What starts the installation; null where it is not offered. */
export function useInstall(): (() => void) | null {
  const event = useSyncExternalStore(subscribe, () => offer);
  return event ? () => void event.prompt().then(() => keep(null)) : null;
}
