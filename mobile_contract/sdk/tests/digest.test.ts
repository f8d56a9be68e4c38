import { beforeEach, describe, expect, it } from "vitest";

import { checkDigest, digestDue } from "../src/digest";
import { pull } from "../src/pull";
import { engineOf, phone, reopened, type Phone } from "./phone";
import { Dropped, problem } from "./simulated_server";

const DAY = 24 * 3_600_000;
const id = (n: number) => `0192aaaa-0000-7000-8000-${String(n).padStart(12, "0")}`;

describe("comparing what the phone holds with what the server thinks", () => {
  let p: Phone;
  const pulls = () => p.server.calls.filter((call) => call.path === "/sync/pull").map((call) => JSON.parse(call.body) as { reset?: string[] });
  const digests = () => p.server.calls.filter((call) => call.path === "/sync/digest").length;
  const held = async (k: string) => (await p.store.rows.where("k").equals(k).toArray()).map((row) => row.id).sort();
  const sync = async (now?: () => number) => {
    const engine = engineOf(p, now ? { now } : {});
    await engine.request();
    engine.stop();
  };

  beforeEach(async () => {
    p = await phone();
    for (let n = 0; n < 5; n++) p.server.put("customer", id(n), { type: "shop", fields: {} });
    p.server.put("route", id(9), { name: "T2", status: "active", stops: [] });
    await sync();
    p.server.calls = [];
  });

  it("happens after the first download and then once a day", async () => {
    expect(await digestDue(p.store)).toBe(false);
    await sync();
    expect(digests()).toBe(0);
    await sync(() => Date.now() + DAY + 1000);
    expect(digests()).toBe(1);
    expect(pulls().some((body) => body.reset)).toBe(false);
  });

  it.each(["lost a row", "kept a ghost", "holds an old version"])("brings the kind back where the phone %s", async (fault) => {
    if (fault === "lost a row") await p.store.rows.delete(["customer", id(2)]);
    else if (fault === "kept a ghost") await p.store.rows.put({ k: "customer", id: id(77), v: 3, d: {} });
    else await p.store.rows.update(["customer", id(2)], { v: 1000 });
    p.server.pageRows = 2;
    await p.store.write("digest_at", undefined);
    await sync();
    expect(await held("customer")).toEqual([0, 1, 2, 3, 4].map(id));
    expect(await held("route")).toEqual([id(9)]);
    expect(pulls().filter((body) => body.reset).map((body) => body.reset)).toEqual([["customer"], ["customer"], ["customer"]]);
    expect(await checkDigest(p.store, p.http)).toEqual([]);
  });

  it("shows the old rows until the kind is complete, also when the tab dies in between", async () => {
    await p.store.rows.delete(["customer", id(2)]);
    p.server.pageRows = 2;
    await checkDigest(p.store, p.http);
    let page = 0;
    p.server.before = () => {
      if (++page === 3) throw new Dropped("killed");
      return undefined;
    };
    await pull(p.store, p.http).catch(() => undefined);
    expect(await held("customer")).toEqual([0, 1, 3, 4].map(id));
    p = reopened(p);
    p.server.before = () => undefined;
    await pull(p.store, p.http);
    expect(await held("customer")).toEqual([0, 1, 2, 3, 4].map(id));
    expect(p.server.calls.filter((call) => call.path === "/sync/pull")).toHaveLength(4);
  });

  it("concludes nothing from a server that has news", async () => {
    p.server.put("customer", id(6), {});
    expect(await checkDigest(p.store, p.http, Date.now() + 2 * DAY)).toEqual([]);
    expect(await p.store.read("reset_kinds")).toBeUndefined();
    expect(await digestDue(p.store, Date.now() + 2 * DAY)).toBe(true);
  });

  it("does not go round in circles where a kind never agrees", async () => {
    p.server.after = () => undefined;
    p.server.before = (call) => (call.path === "/sync/digest" ? Response.json({ stale: false, kinds: {} }) : undefined);
    await p.store.write("digest_at", undefined);
    for (let i = 0; i < 3; i++) await sync();
    expect(pulls().filter((body) => body.reset)).toHaveLength(1);
    expect((await p.store.read("digest_found"))?.kinds).toEqual(["customer", "route"]);
  });

  it("is left out for a day by a server that does not compare", async () => {
    p.server.before = (call) => (call.path === "/sync/digest" ? problem(404, "not_found") : undefined);
    await p.store.write("digest_at", undefined);
    for (let i = 0; i < 3; i++) await sync();
    expect(digests()).toBe(1);
  });
});
