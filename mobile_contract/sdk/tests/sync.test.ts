import type { Exclusive } from "../src/exclusive";
import { describe, expect, it, vi } from "vitest";

import { LEAST_WAIT_MS, MOST_WAIT_MS, waitBefore } from "../src/backoff";
import { attach } from "../src/media";
import { waiting } from "../src/queue";
import { TuyenStore } from "../src/store";
import { bytesOf, engineOf, handIn, httpOf, phone, reopened, type Phone } from "./phone";
import type { SimulatedServer } from "./simulated_server";
import { Dropped, problem } from "./simulated_server";

describe("the sync loop", () => {
  it("learns the places once, pushes, pulls, then sends pictures", async () => {
    const p = await phone();
    const photo = await attach(p.store, { draftKey: "d", field: "photos", bytes: bytesOf(10), type: "image/jpeg", filename: "a.jpg", capturedAt: "2026-11-21T08:00:00+07:00" });
    await handIn(p, {}, { photos: [photo.media_id] });
    const engine = engineOf(p);
    await engine.request();
    expect(p.server.calls.map((call) => call.path.split("/").slice(0, 3).join("/"))).toEqual([
      "/sync/capabilities", "/geography/units.json", "/sync/push", "/sync/pull", "/sync/digest", "/sync/receipts",
      "/rights/own", "/media", "/media/uploads", "/media/uploads", "/sync/push",
    ]);
    expect(engine.state()).toMatchObject({ phase: "idle", reachable: true, failures: 0, problem: null });
  });

  it("learns what the person may do, and again with the next limits alone", async () => {
    const p = await phone();
    p.server.rights = ["customer.read", "route.write"];
    const engine = engineOf(p);
    await engine.request();
    expect(await p.store.read("rights")).toEqual(["customer.read", "route.write"]);
    await engine.request();
    expect(p.server.calls.filter((call) => call.path === "/rights/own")).toHaveLength(1);
  });

  it("keeps the queue and says when it tries next while the server is away, then recovers by itself", async () => {
    const p = await phone();
    await handIn(p);
    p.server.before = () => {
      throw new Dropped("away");
    };
    const engine = engineOf(p);
    await engine.request();
    expect(engine.state()).toMatchObject({ reachable: false, failures: 1, problem: null, phase: "idle" });
    expect(engine.state().nextTryAt).toBeGreaterThan(Date.now());
    expect(await waiting(p.store)).toHaveLength(1);
    p.server.before = () => undefined;
    await engine.request();
    expect(engine.state()).toMatchObject({ reachable: true, nextTryAt: null });
    expect(p.server.submissions.size).toBe(1);
  });

  it("honours Retry-After", async () => {
    const p = await phone();
    p.server.before = (call) => (call.path === "/sync/pull" ? problem(503, "busy", {}, { "Retry-After": "120" }) : undefined);
    const engine = engineOf(p);
    await engine.request();
    expect((engine.state().nextTryAt ?? 0) - Date.now()).toBeGreaterThan(110_000);
    engine.stop();
  });

  it("asks for a new sign-in after 401 and does not hammer", async () => {
    const p = await phone();
    await handIn(p);
    p.server.before = (call) => (call.path === "/sync/push" ? problem(401, "unauthorized") : undefined);
    const engine = engineOf(p);
    await engine.request();
    expect(engine.state()).toMatchObject({ problem: "signed_out", nextTryAt: null });
    expect(await p.store.read("trouble")).toEqual({ code: "signed_out" });
    expect(await waiting(p.store)).toHaveLength(1);
  });

  it("drops what it read when it is taken out of service, and keeps what is not handed in", async () => {
    const p = await phone();
    p.server.put("customer", "a", {});
    await engineOf(p).request();
    await handIn(p);
    p.server.before = (call) => (call.path === "/sync/push" ? problem(401, "device_revoked") : undefined);
    await engineOf(p).request();
    expect(await p.store.rows.count()).toBe(0);
    expect(await waiting(p.store)).toHaveLength(1);
  });

  it("goes on reading when one push is refused", async () => {
    const p = await phone();
    await handIn(p);
    p.server.put("customer", "a", { type: "shop", fields: {} });
    p.server.before = (call) => (call.path === "/sync/push" ? problem(409, "strange") : undefined);
    const engine = engineOf(p);
    await engine.request();
    expect(await p.store.rows.count()).toBe(1);
    expect(engine.state().problem).toBe("strange");
    engine.stop();
  });

  it("starts reading anew when the server resets it, and hands in its work in the same pass", async () => {
    const p = await phone();
    p.server.put("customer", "a", { type: "shop", fields: {} });
    await engineOf(p).request();
    await handIn(p);
    p.server.calls = [];
    let told = false;
    p.server.before = (call) => {
      if (call.path !== "/sync/push" || told) return undefined;
      told = true;
      return problem(409, "cursor_reset", { reason: "epoch" });
    };
    const engine = engineOf(p);
    await engine.request();
    expect(p.server.submissions.size).toBe(1);
    expect(p.server.calls.filter((call) => call.path === "/sync/pull").map((call) => (JSON.parse(call.body) as { cursor: string | null }).cursor)[0]).toBeNull();
    expect(engine.state().problem).toBeNull();
  });

  it("is told 426 and still hands in its work", async () => {
    const p = await phone();
    await handIn(p);
    p.server.before = (call) => (call.path === "/sync/pull" ? problem(426, "outdated") : undefined);
    const engine = engineOf(p);
    await engine.request();
    expect(p.server.submissions.size).toBe(1);
    expect(engine.state().problem).toBe("outdated");
    engine.stop();
  });

  it("takes what was finished during a pass into another pass at once", async () => {
    const p = await phone();
    const engine = engineOf(p);
    let added = false;
    p.server.after = (call) => {
      if (call.path !== "/sync/pull" || added) return;
      added = true;
      void handIn(p).then(engine.request);
    };
    await engine.request();
    await vi.waitFor(() => expect(p.server.submissions.size).toBe(1));
  });

  it("lets one tab work at a time", async () => {
    const p = await phone();
    let inside = 0;
    let most = 0;
    let tail = Promise.resolve();
    const exclusive: Exclusive = (work) => {
      const done = tail.then(async () => {
        most = Math.max(most, ++inside);
        return work().finally(() => inside--);
      });
      tail = done.then(() => undefined);
      return done;
    };
    for (let i = 0; i < 5; i++) await handIn(p);
    const other = { ...p, store: new TuyenStore(p.name) };
    await Promise.all([engineOf(p, { exclusive }).request(), engineOf(other, { exclusive }).request()]);
    expect(most).toBe(1);
    expect(p.server.submissions.size).toBe(5);
    expect(p.server.pushed()).toHaveLength(1);
  });
});

describe("waiting between attempts", () => {
  it("spreads over the whole span, from 2 seconds up to 15 minutes", () => {
    expect(waitBefore(1, 0)).toBe(LEAST_WAIT_MS);
    expect(waitBefore(3, 0.999)).toBeGreaterThan(waitBefore(3, 0));
    expect(waitBefore(40, 1)).toBe(MOST_WAIT_MS);
    expect(waitBefore(40, 0)).toBe(LEAST_WAIT_MS);
    expect(waitBefore(1, 0, 60_000)).toBe(60_000);
  });
});

/** Every how many moments one is tried; `TUYEN_KILL_EVERY=1` tries all of them. */
const EVERY = Number(process.env.TUYEN_KILL_EVERY ?? 5);
const INSIDE = ["put", "add", "delete", "clear"] as const;

/**
 * Counts every request, every database transaction and every write within one as a moment at which the tab can die: a
 * write that does not come aborts its transaction.
 */
class Reaper {
  steps = 0;
  dead = false;
  constructor(private readonly deathAt: number, private readonly afterServer: boolean) {}

  tick(): void {
    if (this.dead || ++this.steps > this.deathAt) {
      this.dead = true;
      throw new Dropped("the tab was killed");
    }
  }

  /** Returns how to let everything live again. Databases opened before this are not watched. */
  attach(server: SimulatedServer): () => void {
    const real = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, "transaction")?.value as IDBDatabase["transaction"];
    const tick = () => this.tick();
    const inside = INSIDE.map((name) => dying(name, tick));
    const spy = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...args) {
      tick();
      return real.apply(this, args);
    });
    server[this.afterServer ? "after" : "before"] = () => {
      tick();
      return undefined;
    };
    return () => {
      for (const each of [spy, ...inside]) each.mockRestore();
      server.before = () => undefined;
      server.after = () => undefined;
    };
  }
}

function dying(name: (typeof INSIDE)[number], tick: () => void) {
  const write = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, name)?.value as (...args: unknown[]) => IDBRequest;
  return vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (this: IDBObjectStore, ...args: unknown[]) {
    tick();
    return write.apply(this, args) as never;
  });
}

const PICTURE = bytesOf(530_000);

/** A visit with a picture of two chunks, then one without, each followed by a sync. */
async function day(p: Phone, confirmed: string[]): Promise<void> {
  const photo = await attach(p.store, { draftKey: "d", field: "photos", bytes: PICTURE, type: "image/jpeg", filename: "a.jpg", capturedAt: "2026-11-21T08:00:00+07:00" });
  for (const media of [{ photos: [photo.media_id] }, {}] as Record<string, string[]>[]) {
    confirmed.push((await handIn(p, { note: "đã gặp" }, media)).id);
    const engine = engineOf(p);
    await engine.request();
    engine.stop();
  }
}

describe("a tab killed at any moment", () => {
  it.each([false, true])("loses nothing that was confirmed and hands nothing in twice (reply lost: %s)", async (afterServer) => {
    for (let deathAt = afterServer ? 0 : 2; ; deathAt += EVERY) {
      const p = await phone();
      p.server.put("customer", "a", { type: "shop", fields: {} });
      const confirmed: string[] = [];
      const reaper = new Reaper(deathAt, afterServer);
      const revive = reaper.attach(p.server);
      const watched = reopened(p);
      await day(watched, confirmed).catch(() => undefined);
      revive();
      const next = reopened(watched);
      for (let pass = 0; pass < 3; pass++) {
        const engine = engineOf({ ...next, http: httpOf(next.store, p.server) });
        await engine.request();
        engine.stop();
      }
      for (const id of confirmed) expect(p.server.submissions.has(id), `${id} lost at step ${deathAt}`).toBe(true);
      expect(await waiting(next.store)).toEqual([]);
      expect((await next.store.media.toArray()).filter((m) => m.submission_id && m.state !== "sent")).toEqual([]);
      expect(await next.store.rows.where("k").equals("customer").count()).toBe(1);
      next.store.close();
      if (!reaper.dead) {
        expect(deathAt).toBeGreaterThan(100);
        return;
      }
    }
  }, 120_000);
});
