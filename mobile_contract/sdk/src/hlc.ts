/**
 * Hybrid logical clock (Kulkarni et al. 2014): a stamp that follows the wall clock, never runs backwards on one
 * device and sorts as text: 13 digits of milliseconds, 4 hex digits of counter, the device.
 */

const MAX_COUNTER = 0xffff;

export interface ClockParts { ms: number; counter: number; node: string }

export function formatStamp({ ms, counter, node }: ClockParts): string {
  return `${String(ms).padStart(13, "0")}-${counter.toString(16).padStart(4, "0")}-${node}`;
}

/** Null where the text is no stamp. */
export function parseStamp(stamp: string | null | undefined): ClockParts | null {
  const found = /^(\d{13})-([0-9a-f]{4})-(.+)$/.exec(stamp ?? "");
  if (!found) return null;
  return { ms: Number(found[1]), counter: parseInt(found[2] ?? "0", 16), node: found[3] ?? "" };
}

/** The stamp after `last` (null at first) at wall time `nowMs`, on device `node`. Always greater than `last`. */
export function nextStamp(last: string | null | undefined, nowMs: number, node: string): string {
  const before = parseStamp(last);
  const wall = Math.max(0, Math.floor(nowMs));
  if (!before || wall > before.ms) return formatStamp({ ms: wall, counter: 0, node });
  if (before.counter >= MAX_COUNTER) return formatStamp({ ms: before.ms + 1, counter: 0, node });
  return formatStamp({ ms: before.ms, counter: before.counter + 1, node });
}
