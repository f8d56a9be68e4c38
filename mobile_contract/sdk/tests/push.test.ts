import { beforeEach, describe, expect, it } from "vitest";

import { HttpProblem, TryLater, Unreachable } from "../src/problems";
import { cut, push } from "../src/push";
import { DEFAULT_LIMITS, submit, waiting } from "../src/queue";
import type { Operation } from "../src/types";
import { handIn, phone, reopened, VISIT, type Phone } from "./phone";
import { Dropped, problem } from "./simulated_server";

const states = async (p: Phone) => Object.fromEntries((await p.store.ops.toArray()).map((op) => [op.n, op.state]));

describe("pushing", () => {
  let p: Phone;
  beforeEach(async () => {
    p = await phone();
  });

  it("hands everything in, in order, and writes down each answer", async () => {
    for (let i = 0; i < 3; i++) await handIn(p);
    p.server.judge = (op) => (op.n === 2 ? { s: "merged", conflicts: [{ field: "rank", kept: "theirs", id: "cf" }] } : { s: "applied", ver: 90 + op.n });
    expect(await push(p.store, p.http)).toBe(3);
    expect(p.server.pushed()[0]?.ops.map((op) => op.n)).toEqual([1, 2, 3]);
    expect(await states(p)).toEqual({ 1: "answered", 2: "answered", 3: "answered" });
    expect((await p.store.ops.where("n").equals(2).first())?.result?.conflicts).toHaveLength(1);
  });

  it("sends the same bytes again when the answer was lost, and it counts once", async () => {
    const op = await handIn(p);
    p.server.after = () => {
      throw new Dropped("line cut");
    };
    await expect(push(p.store, p.http)).rejects.toBeInstanceOf(Unreachable);
    p.server.after = () => undefined;
    const again = reopened(p);
    await push(again.store, again.http);
    const sent = p.server.calls.filter((call) => call.path === "/sync/push").map((call) => /"ops":\[(.*)\]\}$/.exec(call.body)?.[1]);
    expect(sent).toEqual([op.body, op.body]);
    expect(p.server.submissions.size).toBe(1);
    expect((await again.store.ops.toArray())[0]).toMatchObject({ state: "answered", result: { s: "duplicate", first: "applied" } });
  });

  it("keeps what the server quarantined, with its reason and its data, and lets the rest through", async () => {
    await handIn(p, { note: "một" });
    await handIn(p, { note: "hai" });
    p.server.judge = (op) => (op.n === 1 ? { s: "quarantined", code: "forbidden", message: { vi: "Không được", en: "No" } } : {});
    await push(p.store, p.http);
    const [first, second] = await p.store.ops.orderBy("n").toArray();
    expect(first).toMatchObject({ state: "refused", result: { code: "forbidden" } });
    expect(first?.body).toContain("một");
    expect(second?.state).toBe("answered");
  });

  it("stays refused when a lost refusal is told again as a duplicate", async () => {
    await handIn(p);
    p.server.judge = () => ({ s: "quarantined", code: "validation" });
    p.server.after = () => {
      throw new Dropped("line cut");
    };
    await push(p.store, p.http).catch(() => undefined);
    p.server.after = () => undefined;
    await push(p.store, p.http);
    expect(await states(p)).toEqual({ 1: "refused" });
  });

  it("sends the rest when the server took only a part", async () => {
    for (let i = 0; i < 3; i++) await handIn(p);
    let first = true;
    p.server.before = (call) => {
      if (call.path !== "/sync/push" || !first) return undefined;
      first = false;
      const head = call.body.slice(0, call.body.indexOf('"ops":[') + 7);
      const one = (JSON.parse(call.body) as { ops: Operation[] }).ops[0];
      void p.server.fetch("http://phone.test/api/v1/sync/push", { method: "POST", body: `${head}${JSON.stringify(one)}]}` });
      return new Response(JSON.stringify({ server_time: new Date().toISOString(), processed_to: 1, results: [{ n: 1, s: "applied" }] }));
    };
    await push(p.store, p.http);
    expect(await states(p)).toEqual({ 1: "answered", 2: "answered", 3: "answered" });
    expect(p.server.lastN).toBe(3);
  });

  it("waits when the server asks for patience with an item", async () => {
    await handIn(p);
    await handIn(p);
    p.server.judge = (op) => (op.n === 2 ? { s: "retry" } : {});
    await expect(push(p.store, p.http)).rejects.toBeInstanceOf(TryLater);
    expect(await states(p)).toEqual({ 1: "answered", 2: "waiting" });
    expect(p.server.pushed()).toHaveLength(1);
  });

  it("halves a batch that is too large until it fits", async () => {
    for (let i = 0; i < 9; i++) await handIn(p);
    p.server.before = (call) => (call.path === "/sync/push" && (JSON.parse(call.body) as { ops: unknown[] }).ops.length > 2 ? problem(413, "too_large") : undefined);
    await push(p.store, p.http);
    expect(p.server.submissions.size).toBe(9);
  });

  it("puts aside one operation that the server cannot read, keeps its data, and hands in the others", async () => {
    for (const note of ["một", "độc", "ba"]) await handIn(p, { note });
    p.server.before = (call) => (call.path === "/sync/push" && call.body.includes("độc") ? problem(422, "unreadable_body") : undefined);
    p.server.judge = (op) => (op.t === "submit" ? {} : { s: "quarantined", code: "unknown_kind" });
    await push(p.store, p.http);
    expect(await states(p)).toEqual({ 1: "answered", 2: "refused", 3: "answered" });
    const aside = await p.store.ops.where("n").equals(2).first();
    expect(aside?.body).toContain("độc");
    expect(aside?.result?.code).toBe("unreadable_body");
    expect(await waiting(p.store)).toEqual([]);
  });

  it("tells again what a server that lost it asks for", async () => {
    for (let i = 0; i < 3; i++) await handIn(p);
    await push(p.store, p.http);
    p.server.lastN = 1;
    for (const n of [2, 3]) p.server.receipts.delete(n);
    p.server.submissions.clear();
    await handIn(p);
    await push(p.store, p.http);
    expect([...p.server.submissions.values()].map((op) => op.n)).toEqual([2, 3, 4]);
    expect(await states(p)).toEqual({ 1: "answered", 2: "answered", 3: "answered", 4: "answered" });
  });

  it("fills the numbers of operations that it no longer holds, so that new work is not held up", async () => {
    for (let i = 0; i < 3; i++) await handIn(p);
    await push(p.store, p.http);
    await p.store.ops.clear();
    p.server.lastN = 0;
    p.server.receipts.clear();
    p.server.submissions.clear();
    p.server.judge = (op) => (op.t === "submit" ? {} : { s: "quarantined", code: "unknown_kind" });
    const op = await handIn(p);
    await push(p.store, p.http);
    expect(p.server.lastN).toBe(4);
    expect((await p.store.ops.get(op.key))?.state).toBe("answered");
  });

  it.each([401, 403, 500, 503])("raises %i and keeps everything waiting", async (status) => {
    await handIn(p);
    p.server.before = (call) => (call.path === "/sync/push" ? problem(status, "x", {}, { "Retry-After": "7" }) : undefined);
    await expect(push(p.store, p.http)).rejects.toMatchObject({ status, retryAfterMs: 7000 });
    await expect(push(p.store, p.http)).rejects.toBeInstanceOf(HttpProblem);
    expect(await states(p)).toEqual({ 1: "waiting" });
  });

  it("cuts batches by the advertised number and bytes", async () => {
    const ops = await Promise.all(Array.from({ length: 6 }, () => handIn(p, { note: "x".repeat(1000) })));
    expect(cut(ops, { ...DEFAULT_LIMITS, push_ops: 4 })).toHaveLength(4);
    expect(cut(ops, { ...DEFAULT_LIMITS, push_bytes: 3000 })).toHaveLength(2);
    expect(cut(ops, { ...DEFAULT_LIMITS, push_bytes: 10 })).toHaveLength(1);
  });

  const together = async (...notes: string[]) => {
    for (const [index, note] of notes.entries()) {
      await submit(p.store, { draftKey: note, submissionId: `${p.name}-${index}`, definition: VISIT, answers: { note }, tx: "visit-7", media: {} });
    }
  };

  it("never parts what stands or falls together, however small the batches", async () => {
    await handIn(p);
    await together("một", "hai", "ba");
    await handIn(p);
    p.server.opLimit = 2;
    await p.store.write("limits", p.server.limits());
    await push(p.store, p.http);
    expect(p.server.pushed().map((body) => body.ops.map((op) => op.n))).toEqual([[1], [2, 3, 4], [5]]);
  });

  it("puts all of it aside where the server cannot read a part of it", async () => {
    await together("một", "độc");
    p.server.before = (call) => (call.path === "/sync/push" && call.body.includes("độc") ? problem(422, "unreadable_body") : undefined);
    p.server.judge = () => ({ s: "quarantined", code: "unknown_kind" });
    await push(p.store, p.http);
    expect(await states(p)).toEqual({ 1: "refused", 2: "refused" });
  });

  it("treats a captive portal's page as no answer", async () => {
    await handIn(p);
    p.server.before = () => new Response("<html>Đăng nhập Wi-Fi</html>");
    await expect(push(p.store, p.http)).rejects.toBeInstanceOf(Unreachable);
    expect(await states(p)).toEqual({ 1: "waiting" });
  });
});
