import { onMobileData, waitsForWifi } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { useSyncExternalStore } from "react";

import { store } from "../services";
import { useData } from "./context";

/** Whether the line is paid by the byte, as it changes. */
export function useMobileData(): boolean {
  return useSyncExternalStore(subscribe, onMobileData);
}

function subscribe(listener: () => void): () => void {
  const { connection } = navigator as { connection?: EventTarget };
  connection?.addEventListener("change", listener);
  return () => connection?.removeEventListener("change", listener);
}

export function useFilmOnMobile(): boolean {
  return useLiveQuery(() => store.read("film_on_mobile")) === true;
}

/** How many films wait for Wi-Fi. */
export function useFilmsWaiting(): number {
  const { media } = useData();
  const [mobile, allowed] = [useMobileData(), useFilmOnMobile()];
  return media.filter((item) => item.state === "waiting" && waitsForWifi(item, allowed, mobile)).length;
}
