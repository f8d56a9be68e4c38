/** Screens by the part of the address after `#`: it needs no server, and a reload stays where it was. */
import { useSyncExternalStore } from "react";

export interface Route { path: string[]; query: URLSearchParams }

function read(): string {
  return location.hash.replace(/^#\/?/, "") || "today";
}

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.split("?");
  return { path: path.split("/").map(decodeURIComponent), query: new URLSearchParams(query) };
}

export function useRoute(): Route {
  return parse(useSyncExternalStore(subscribe, read));
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

/** How many screens of this app lie behind the present one; kept with each entry of the browser's history. */
function depth(): number {
  return (history.state as { depth?: number } | null)?.depth ?? -1;
}

let last = Math.max(0, depth());
if (depth() < 0) history.replaceState({ depth: last }, "");
addEventListener("hashchange", () => {
  if (depth() < 0) history.replaceState({ depth: last + 1 }, "");
  last = depth();
});

export function go(path: string): void {
  location.hash = `/${path}`;
}

/** Put a screen in the place of the present one. */
export function replace(path: string): void {
  history.replaceState(history.state, "", `#/${path}`);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Back to where the person came from, or to `home` where the app was opened on this screen. */
export function back(home: string): void {
  if (depth() > 0) history.back();
  else replace(home);
}

export function link(...parts: string[]): string {
  return parts.map(encodeURIComponent).join("/");
}
