import { beforeEach, describe, expect, it } from "vitest";

import { submit, waiting } from "../src/queue";
import { customersView } from "../src/view";
import { engineOf, handIn, phone, SHOP, type Phone } from "./phone";
import { problem } from "./simulated_server";

const states = async (p: Phone) => Object.fromEntries((await p.store.ops.toArray()).map((op) => [op.n, `${op.state} ${op.result?.s}`]));

describe("what waits for its parent", () => {
  let p: Phone;
  const sync = async () => {
    const engine = engineOf(p);
    await engine.request();
    engine.stop();
    return engine;
  };
  const rank = async () => {
    const rows = await p.store.rows.where("k").equals("customer").toArray();
    return customersView(rows, await p.store.ops.toArray()).find((each) => each.id === "a")?.d.fields.rank;
  };

  beforeEach(async () => {
    p = await phone();
    p.server.put("customer", "a", { type: "shop", fields: { rank: "B" } });
    await sync();
    await submit(p.store, { draftKey: "x", submissionId: "s1", definition: SHOP, answers: { rank: "A" }, record: { kind: "customer", id: "a", base: 1 }, media: {} });
    p.server.judge = () => ({ s: "blocked", on: { kind: "customer", id: "a" } });
    await sync();
  });

  it("is taken, and stays laid on top although the server has acknowledged it", async () => {
    expect(await waiting(p.store)).toEqual([]);
    expect(await states(p)).toEqual({ 1: "answered blocked" });
    expect(await rank()).toBe("A");
  });

  it("becomes what the server made of it later, and leaves the top with the next pull", async () => {
    p.server.later.set(1, { s: "applied", ver: 9 });
    p.server.put("customer", "a", { type: "shop", fields: { rank: "C" } });
    const engine = await sync();
    await engine.askReceipts();
    expect(await states(p)).toEqual({ 1: "answered applied" });
    expect(await states(p)).toEqual({ 1: "answered applied" });
    await sync();
    expect(await states(p)).toEqual({ 1: "settled applied" });
    expect(await rank()).toBe("C");
  });

  it("asks for its receipt at once when its submission comes with a pull", async () => {
    p.server.later.set(1, { s: "applied", ver: 9 });
    p.server.put("submission", "s1", { form: "customer.shop", state: "received" });
    await sync();
    expect(await states(p)).toEqual({ 1: "answered applied" });
  });

  it("is shown as refused when it is quarantined in the end", async () => {
    p.server.later.set(1, { s: "quarantined", code: "forbidden" });
    await (await sync()).askReceipts();
    expect(await states(p)).toEqual({ 1: "refused quarantined" });
    expect(await rank()).toBe("B");
  });

  it("is told again to a server that was restored, however long it has waited", async () => {
    await p.store.ops.toCollection().modify({ answered_at: 0 });
    p.server.epoch = "epoch-2";
    p.server.lastN = 0;
    p.server.receipts.clear();
    p.server.submissions.clear();
    await sync();
    expect([...p.server.submissions.keys()]).toEqual(["s1"]);
  });
});

describe("what was refused", () => {
  it("is seen as released when the office lets it through, and as dismissed when it does not", async () => {
    const p = await phone();
    p.server.judge = () => ({ s: "quarantined", code: "forbidden" });
    for (const note of ["một", "hai"]) await handIn(p, { note });
    const engine = engineOf(p);
    await engine.request();
    expect(await states(p)).toEqual({ 1: "refused quarantined", 2: "refused quarantined" });
    p.server.later.set(1, { s: "applied", code: undefined, state: "released" });
    p.server.later.set(2, { state: "dismissed" });
    expect(await engine.askReceipts()).toBe(2);
    expect(await states(p)).toEqual({ 1: "answered applied", 2: "refused quarantined" });
    const receipts = await p.store.receipts.orderBy("n").toArray();
    expect(receipts.map((each) => [each.first, each.result.s, each.result.state, each.open])).toEqual([
      ["quarantined", "applied", "released", 0], ["quarantined", "quarantined", "dismissed", 0],
    ]);
    engine.stop();
  });
});

describe("a phone whose app is too old", () => {
  it("goes on handing in its work and its pictures, says so, and reads nothing", async () => {
    const p = await phone();
    await handIn(p);
    p.server.before = (call) => (call.path === "/sync/pull" ? problem(426, "app_too_old") : undefined);
    const engine = engineOf(p);
    await engine.request();
    engine.stop();
    expect(p.server.submissions.size).toBe(1);
    expect((await p.store.receipts.toArray())[0]?.confirmed).toBeDefined();
    expect(await p.store.read("trouble")).toEqual({ code: "outdated" });
    expect(p.server.calls.at(-1)?.headers.get("X-App-Version")).toBe("0.3.0");
  });
});
