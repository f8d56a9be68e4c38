import { useEffect, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Problem, call } from "./client";
import { makePump } from "./pump";
import { refreshFeed, sessionQuery } from "./queries";

const POKE_MS = 2_000;

export type Reach = "connecting" | "reached" | "lost";

/**
 * Asks the server every two seconds whether its change feed has grown and reads the screen again when it has. Pages are
 * shown once it is no longer `connecting`: what they read is then never older than the position that growth is measured from.
 */
export function useFeedPoke(): Reach {
  const client = useQueryClient();
  const since = useRef<number | null>(null);
  const [reach, setReach] = useState<Reach>("connecting");

  useEffect(() => {
    const refresh = makePump(() => refreshFeed(client));
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function poke(): Promise<void> {
      try {
        const query = { since: since.current ?? 0 };
        const { seq } = await call<{ seq: number }>("/sync/poke", { query, signal: stop.signal });
        if (since.current !== null && seq > since.current) refresh();
        since.current = seq;
        setReach("reached");
      } catch (error) {
        if (stop.signal.aborted) return;
        setReach("lost");
        // The session was ended elsewhere: who is signed in is asked anew, which leads to the sign-in page.
        if (error instanceof Problem && error.status === 401) void client.resetQueries({ queryKey: sessionQuery.queryKey });
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void poke(), POKE_MS);
    }

    void poke();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client]);

  return reach;
}
