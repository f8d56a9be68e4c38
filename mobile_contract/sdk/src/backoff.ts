/** Waiting between attempts: full jitter between 2 seconds and a ceiling that doubles up to 15 minutes. */

export const LEAST_WAIT_MS = 2_000;
export const MOST_WAIT_MS = 15 * 60_000;

/** `attempt` counts failures in a row from 1; `random` is uniform in [0, 1). A server's `Retry-After` is a floor. */
export function waitBefore(attempt: number, random: number, retryAfterMs: number | null = null): number {
  const ceiling = Math.min(MOST_WAIT_MS, LEAST_WAIT_MS * 2 ** Math.min(attempt, 20));
  const jittered = LEAST_WAIT_MS + random * (ceiling - LEAST_WAIT_MS);
  return Math.max(jittered, retryAfterMs ?? 0);
}
