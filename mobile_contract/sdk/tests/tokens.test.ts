import { describe, expect, it } from "vitest";

import { signIn } from "../src/enrol";
import { Http } from "../src/http";
import { matchCode, newKey, prove, tidyCode, type PublicKey } from "../src/keys";
import { push } from "../src/push";
import { waiting } from "../src/queue";
import { kept, Tokens } from "../src/tokens";
import { engineOf, ENROLMENT, handIn, phone, type Phone } from "./phone";
import { problem, type Call } from "./simulated_server";

const MINUTE = 60_000;

/** A phone with a key, whose server changes tokens: `access-N` with `refresh-N`. */
async function keyed(options: { left?: number } = {}) {
  const p = await phone();
  await p.store.write("key", await newKey());
  const device = await p.store.read("device");
  if (!device) throw new Error("not signed in");
  await p.store.write("device", { ...device, ...kept(answer(0)), token_until: Date.now() + (options.left ?? 14 * MINUTE) });
  const tokens: Tokens = new Tokens(p.store, new Http({ base: "http://phone.test/api/v1", fetch: p.server.fetch }));
  const http = new Http({ base: "http://phone.test/api/v1", fetch: p.server.fetch, token: () => tokens.current(), renew: (used) => tokens.renew(used) });
  const asked: string[] = [];
  p.server.before = (call) => {
    if (call.path !== "/devices/token") return undefined;
    const { refresh_token } = JSON.parse(call.body) as { refresh_token: string };
    asked.push(refresh_token);
    return Response.json(answer(Number(refresh_token.split("-")[1]) + 1));
  };
  return { p: { ...p, http }, tokens, asked };
}

function answer(n: number) {
  const now = Date.parse("1999-01-01T00:00:00Z"); // whatever the server's clock says
  return {
    token: `access-${n}`, refresh_token: `refresh-${n}`, state: "active" as const,
    server_time: new Date(now).toISOString(), expires_at: new Date(now + 15 * MINUTE).toISOString(),
  };
}

function refuse(p: Phone, match: (call: Call) => boolean, status: number, code: string): void {
  const before = p.server.before;
  p.server.before = (call) => (match(call) ? problem(status, code) : before(call));
}

describe("tokens", () => {
  it("are used while they hold, and changed before they end", async () => {
    const { tokens, asked } = await keyed();
    expect(await tokens.current()).toBe("access-0");
    const soon = await keyed({ left: MINUTE / 2 });
    expect(await soon.tokens.current()).toBe("access-1");
    expect([asked, soon.asked]).toEqual([[], ["refresh-0"]]);
    expect((await soon.p.store.read("device"))?.refresh_token).toBe("refresh-1");
  });

  it("are changed once for all who ask at once", async () => {
    const { tokens, asked } = await keyed({ left: 0 });
    expect(await Promise.all([tokens.current(), tokens.current(), tokens.renew("access-0")])).toEqual(["access-1", "access-1", "access-1"]);
    expect(asked).toEqual(["refresh-0"]);
  });

  it("are asked for again with the same refresh token when the answer was lost", async () => {
    const { p, tokens, asked } = await keyed({ left: 0 });
    p.server.after = () => { throw new TypeError("line cut"); };
    expect(await tokens.current()).toBe("access-0");
    p.server.after = () => undefined;
    expect(await tokens.current()).toBe("access-1");
    expect(asked).toEqual(["refresh-0", "refresh-0"]);
  });

  it("that the server does not know are changed, and the request goes again", async () => {
    const { p } = await keyed();
    await handIn(p);
    refuse(p, (call) => call.headers.get("Authorization") === "Bearer access-0", 401, "unauthenticated");
    await engineOf(p).request();
    expect(p.server.submissions.size).toBe(1);
    expect(await p.store.read("trouble")).toBeUndefined();
  });

  it("are believed to hold no longer than they were given for, wherever the clock jumps", async () => {
    const { tokens, asked } = await keyed({ left: 365 * 24 * 60 * MINUTE });
    expect(await tokens.current()).toBe("access-1");
    expect(asked).toHaveLength(1);
  });

  it("that cannot be had any more end in a new sign-in, with everything kept", async () => {
    const { p } = await keyed({ left: 0 });
    await handIn(p);
    refuse(p, (call) => call.path === "/devices/token", 401, "unauthenticated");
    await engineOf(p).request();
    expect((await p.store.read("trouble"))?.code).toBe("signed_out");
    expect(await waiting(p.store)).toHaveLength(1);
  });

  it("come to a phone from before keys in exchange for its old token", async () => {
    const p = await phone();
    const tokens = new Tokens(p.store, p.http);
    p.server.before = (call) => (call.path === "/devices/key" ? Response.json(answer(0)) : undefined);
    await Promise.all([tokens.upgrade(), tokens.upgrade()]);
    expect(p.server.calls.map((call) => call.headers.get("Authorization"))).toEqual(["Bearer secret"]);
    expect(await p.store.read("device")).toMatchObject({ token: "access-0", refresh_token: "refresh-0", device_id: ENROLMENT.device_id });
  });
});

describe("a phone that the office", () => {
  it("locked hands in what it kept and reads no more", async () => {
    const { p } = await keyed();
    p.server.put("customer", "a", {});
    await handIn(p);
    p.server.judge = () => ({ s: "quarantined", code: "drained", message: "giữ" });
    refuse(p, (call) => call.path === "/sync/pull", 403, "device_drained");
    const engine = engineOf(p);
    await engine.request();
    engine.stop();
    expect((await p.store.ops.toArray()).map((op) => [op.state, op.result?.code])).toEqual([["refused", "drained"]]);
    expect((await p.store.read("trouble"))?.code).toBe("drained");
    expect(await p.store.rows.count()).toBe(0);
  });

  it("locked tells a restored server again what that had acknowledged", async () => {
    const { p } = await keyed();
    await handIn(p);
    await push(p.store, p.http);
    p.server.forget("epoch-2");
    refuse(p, (call) => call.path === "/sync/pull", 403, "device_drained");
    const engine = engineOf(p);
    await engine.request();
    engine.stop();
    expect(p.server.submissions.size).toBe(1);
    expect((await p.store.ops.toArray()).map((op) => op.state)).toEqual(["answered"]);
    expect(await p.store.read("epoch")).toBe("epoch-2");
  });

  it("has not confirmed yet asks again soon and keeps its work", async () => {
    const { p } = await keyed();
    await handIn(p);
    refuse(p, (call) => call.path.startsWith("/sync/pu"), 403, "device_pending");
    const engine = engineOf(p);
    await engine.request();
    expect((engine.state().nextTryAt ?? 0) - Date.now()).toBeLessThan(10_000);
    engine.stop();
    expect(await waiting(p.store)).toHaveLength(1);
  });

  it("orders to wipe signs that it did, then erases", async () => {
    const { p } = await keyed();
    await handIn(p);
    refuse(p, (call) => call.path === "/sync/push", 401, "device_wiped");
    await engineOf(p).request();
    for (const table of p.store.tables) expect(await table.count()).toBe(0);
    const told = p.server.calls.at(-1);
    expect([told?.path, told?.headers.get("Authorization")]).toEqual(["/devices/wiped", "Bearer refresh-0"]);
    expect(told?.body).toContain("signature");
  });
});

describe("enrolling by a code", () => {
  it("asks again with the same key when the answer was lost", async () => {
    const { store, server } = await phone();
    await store.write("device", undefined);
    const http = new Http({ base: "http://phone.test/api/v1", fetch: server.fetch });
    const form = { code: " 7.ABCD efgh-oil ", deviceName: "Máy", platform: "web", appVersion: "1" };
    server.before = () => Response.json({ ...ENROLMENT, ...answer(0) }, { status: 201 });
    server.after = () => { throw new TypeError("line cut"); };
    await expect(signIn(store, http, form)).rejects.toThrow("unreachable");
    expect(await store.read("enrolling")).toBe("7.ABCDEFGH011");
    server.after = () => undefined;
    await signIn(store, http, form);
    const keys = server.calls.map((call) => (JSON.parse(call.body) as { public_key: PublicKey }).public_key.x);
    expect(keys[0]).toBe(keys[1]);
    expect(await store.read("enrolling")).toBeUndefined();
  });

  it("shows the six digits that the server reckons too", async () => {
    const key: PublicKey = { kty: "EC", crv: "P-256", x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" };
    expect(await matchCode("7.0123456789ABCDEFGHJKMNPQRS", key)).toBe("724227");
    expect(tidyCode("http://x/phone/#enrol=7.0o1l")).toBe("7.0011");
  });

  it("proves its key by a signature of 64 bytes that the public half confirms", async () => {
    const key = await newKey();
    const { time, signature } = await prove(key, "/devices", "code", new Date(0));
    expect(time).toBe("1970-01-01T00:00:00.000Z");
    expect(atob(signature.replaceAll("-", "+").replaceAll("_", "/"))).toHaveLength(64);
    expect(key.sign.extractable).toBe(false);
  });
});
