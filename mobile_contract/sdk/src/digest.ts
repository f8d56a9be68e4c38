/** Whether the phone holds what the server thinks that it holds: one hash a kind, now and then. */
import type { Http } from "./http";
import { sha256Hex } from "./ids";
import { HttpProblem } from "./problems";
import type { TuyenStore } from "./store";
import { FEED_KINDS, type DigestAnswer } from "./types";

const EVERY_MS = 24 * 3_600_000;

/** Once a day, and after every pass that began without a cursor or replaced kinds. */
export async function digestDue(store: TuyenStore, now = Date.now()): Promise<boolean> {
  const last = await store.read("digest_at");
  // A clock that was set back must not put it off for years.
  return last === undefined || now - last > EVERY_MS || last > now + EVERY_MS;
}

/**
 * Compare and return the kinds that differ, which the next pass asks for anew. Nothing is concluded where the server
 * has newer rows than the phone, or does not compare at all. Raises as `Http.json`.
 */
export async function checkDigest(store: TuyenStore, http: Http, now = Date.now()): Promise<string[]> {
  const held = await snapshot(store);
  if (held.cursor === undefined) return [];
  const answer = await http.json<DigestAnswer>("POST", "/sync/digest", JSON.stringify({ cursor: held.cursor }))
    .catch((error: unknown) => {
      // An older server does not compare; one that says anything else but "not now" is not asked again today.
      if (error instanceof HttpProblem && !error.passing && ![401, 403, 409].includes(error.status)) return null;
      throw error;
    });
  if (answer?.stale) return [];
  const differing = answer ? await compare(held.lines, answer) : [];
  await store.transaction("rw", store.meta, async () => {
    const before = await store.read("digest_found");
    // What differs again right after it was replaced differs for another reason: once a day is enough.
    const tried = before && now - before.at < EVERY_MS ? before.kinds : [];
    const wanted = differing.filter((kind) => !tried.includes(kind));
    await store.write("digest_at", now);
    await store.write("digest_found", { at: tried.length > 0 ? (before?.at ?? now) : now, kinds: [...new Set([...tried, ...differing])] });
    if (wanted.length > 0) await store.write("reset_kinds", wanted);
  });
  return differing;
}

/** Cursor and lines as of one moment. */
async function snapshot(store: TuyenStore): Promise<{ cursor: string | undefined; lines: Map<string, string> }> {
  return store.transaction("r", [store.rows, store.meta], async () => {
    const lines = new Map<string, string>();
    for (const kind of Object.keys(FEED_KINDS)) lines.set(kind, await linesOf(store, kind));
    return { cursor: await store.read("cursor"), lines };
  });
}

async function linesOf(store: TuyenStore, kind: string): Promise<string> {
  const lines: string[] = [];
  await store.rows.where("k").equals(kind).each((row) => void lines.push(`${row.id.toLowerCase()}:${row.v}\n`));
  return lines.sort().join("");
}

async function compare(lines: Map<string, string>, answer: DigestAnswer): Promise<string[]> {
  const differing: string[] = [];
  for (const [kind, text] of lines) {
    const theirs = answer.kinds[kind];
    const same = theirs ? theirs.sha256 === (await sha256Hex(new TextEncoder().encode(text).buffer)) : text === "";
    if (!same) differing.push(kind);
  }
  return differing;
}
