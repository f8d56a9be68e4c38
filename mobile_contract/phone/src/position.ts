/** The phone's position. */
import type { GpsFix } from "@tuyen/sdk";
import { localTimestamp } from "@tuyen/sdk";
import { useCallback, useEffect, useState } from "react";

export interface Place { lat: number; lon: number }
export type PositionFailure = "denied" | "unavailable" | "timeout";

const FIX_WITHIN_MS = 30_000;

/** Read the position anew, as exactly as the phone can. Raises `PositionFailure`. */
export function readPosition(): Promise<GpsFix> {
  return new Promise((resolve, reject) => {
    if (!("geolocation" in navigator)) return reject(new PositionError("unavailable"));
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => resolve({
        lat: round(coords.latitude, 6), lon: round(coords.longitude, 6), accuracy_m: round(coords.accuracy, 1),
        fixed_at: localTimestamp(new Date(timestamp)), provider: "browser", mock: false,
      }),
      (error) => reject(new PositionError(error.code === 1 ? "denied" : error.code === 3 ? "timeout" : "unavailable")),
      { enableHighAccuracy: true, timeout: FIX_WITHIN_MS, maximumAge: 0 },
    );
  });
}

export class PositionError extends Error {
  constructor(readonly reason: PositionFailure) {
    super(reason);
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

export interface Position { place: Place | null; state: "unknown" | "asking" | "known" | "refused"; ask: () => void }

/** A rough position for distances: at once where the person has allowed it before, else when asked for. */
export function usePosition(): Position {
  const [place, setPlace] = useState<Place | null>(null);
  const [state, setState] = useState<Position["state"]>("unknown");
  const ask = useCallback(() => {
    setState("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setPlace({ lat: coords.latitude, lon: coords.longitude });
        setState("known");
      },
      () => setState("refused"),
      { enableHighAccuracy: false, timeout: FIX_WITHIN_MS, maximumAge: 120_000 },
    );
  }, []);
  useEffect(() => {
    void navigator.permissions?.query({ name: "geolocation" }).then((permission) => permission.state === "granted" && ask()).catch(() => undefined);
  }, [ask]);
  return { place, state, ask };
}
