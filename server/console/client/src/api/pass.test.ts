import { afterEach, describe, expect, it, vi } from "vitest";
import { call } from "./client";
import { offerStepUp, rememberCsrf } from "./pass";

interface Sent {
  path: string;
  token: string | undefined;
}

/** Answers requests one after the other and keeps what was sent. */
function serve(...answers: [number, unknown][]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("document", { documentElement: { lang: "vi" } });
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    sent.push({ path, token: (init.headers as Record<string, string>)["X-CSRF-Token"] });
    const [status, body] = answers.shift() ?? [500, {}];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

describe("the token of the session", () => {
  it("goes with changes, not with looks", async () => {
    rememberCsrf({ csrf: "one" });
    const sent = serve([200, {}], [200, {}]);
    await call("/customers");
    await call("/customers/assign", { method: "POST", body: {} });
    expect(sent.map(({ token }) => token)).toEqual([undefined, "one"]);
  });

  it("is asked for again when another tab has changed it", async () => {
    rememberCsrf({ csrf: "old" });
    const sent = serve([403, { code: "csrf" }], [200, { csrf: "new" }], [200, { done: true }]);
    expect(await call("/teams", { method: "POST", body: {} })).toEqual({ done: true });
    expect(sent.map(({ path }) => path)).toEqual(["/api/v1/teams", "/api/v1/session", "/api/v1/teams"]);
    expect(sent[2]?.token).toBe("new");
  });

  it("is not asked for without end", async () => {
    serve([403, { code: "csrf" }], [200, { csrf: "new" }], [403, { code: "csrf" }]);
    await expect(call("/teams", { method: "POST" })).rejects.toMatchObject({ code: "csrf" });
  });
});

describe("a request that asks for a fresh proof", () => {
  it("is repeated once the person has given it", async () => {
    serve([403, { code: "step_up_required" }], [200, { done: true }]);
    const withdraw = offerStepUp(() => Promise.resolve(true));
    expect(await call("/rights", { method: "PUT", body: {} })).toEqual({ done: true });
    withdraw();
  });

  it("asks once for several requests at the same time", async () => {
    serve([403, { code: "step_up_required" }], [403, { code: "step_up_required" }], [200, {}], [200, {}]);
    const ask = vi.fn(() => Promise.resolve(true));
    const withdraw = offerStepUp(ask);
    await Promise.all([call("/a", { method: "POST" }), call("/b", { method: "POST" })]);
    expect(ask).toHaveBeenCalledTimes(1);
    withdraw();
  });

  it("stays refused when he leaves the dialog", async () => {
    serve([403, { code: "step_up_required" }]);
    const withdraw = offerStepUp(() => Promise.resolve(false));
    await expect(call("/rights", { method: "PUT" })).rejects.toMatchObject({ code: "step_up_required" });
    withdraw();
  });
});

describe("a request that was under way while the session's token changed", () => {
  it("is sent again", async () => {
    rememberCsrf({ csrf: "before" });
    vi.stubGlobal("document", { documentElement: { lang: "vi" } });
    const statuses = [401, 200];
    vi.stubGlobal("fetch", () => {
      rememberCsrf({ csrf: "after" });
      return Promise.resolve(new Response(JSON.stringify({ code: "unauthenticated" }), { status: statuses.shift() ?? 500 }));
    });
    await expect(call("/sync/poke")).resolves.toBeDefined();
  });
});
