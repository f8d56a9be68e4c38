import { beforeEach, describe, expect, it } from "vitest";

import { pull } from "../src/pull";
import { push } from "../src/push";
import { waiting } from "../src/queue";
import { KEEP_ACKNOWLEDGED_MS } from "../src/store";
import { submit } from "../src/queue";
import { customersView } from "../src/view";
import { engineOf, handIn, phone, reopened, SHOP, type Phone } from "./phone";
import { Dropped } from "./simulated_server";

const customer = (name: string, rank = "B") => ({ type: "shop", fields: { full_name: name, rank } });
const ids = async (p: Phone, k = "customer") => (await p.store.rows.where("k").equals(k).toArray()).map((row) => row.id).sort();

describe("pulling", () => {
  let p: Phone;
  beforeEach(async () => {
    p = await phone();
    p.server.pageRows = 2;
    for (const id of ["a", "b", "c", "d", "e"]) p.server.put("customer", id, customer(id));
  });

  it("shows nothing of a pull before its last page has come, then all of it", async () => {
    const seen: string[][] = [];
    p.server.after = () => undefined;
    p.server.before = () => {
      void ids(p).then((now) => seen.push(now));
      return undefined;
    };
    await pull(p.store, p.http);
    expect(seen.every((now) => now.length === 0)).toBe(true);
    expect(await ids(p)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("goes on at the page where it was killed", async () => {
    let pages = 0;
    p.server.before = () => {
      if (++pages === 3) throw new Dropped("killed");
      return undefined;
    };
    await pull(p.store, p.http).catch(() => undefined);
    expect(await ids(p)).toEqual([]);
    const again = reopened(p);
    p.server.calls = [];
    await pull(again.store, again.http);
    expect(p.server.calls).toHaveLength(1);
    expect(await ids(again)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("applies changes and removals, and follows a merged customer", async () => {
    await pull(p.store, p.http);
    p.server.put("customer", "a", customer("A mới"));
    p.server.remove("customer", "b");
    p.server.rows.set("customer/c", { seq: ++p.server.seq, change: { k: "customer", id: "c", v: p.server.seq, x: 1, into: "d" } });
    await pull(p.store, p.http);
    expect(await ids(p)).toEqual(["a", "d", "e"]);
    expect((await p.store.row("customer", "a"))?.d).toEqual(customer("A mới"));
    expect((await p.store.row("customer", "c"))?.id).toBe("d");
  });

  it("starts again after a reset: ghosts leave, nothing that waits is lost", async () => {
    await pull(p.store, p.http);
    await handIn(p);
    p.server.epoch = "epoch-2";
    p.server.rows.delete("customer/a");
    await pull(p.store, p.http);
    expect(await ids(p)).toEqual(["b", "c", "d", "e"]);
    expect(await waiting(p.store)).toHaveLength(1);
  });

  it("keeps showing the old rows while a reset is being pulled", async () => {
    await pull(p.store, p.http);
    p.server.epoch = "epoch-2";
    let pages = 0;
    p.server.before = () => {
      if (++pages === 3) throw new Dropped("killed");
      return undefined;
    };
    await pull(p.store, p.http).catch(() => undefined);
    expect(await ids(p)).toHaveLength(5);
  });

  it("lays a pending edit on top until a completed pull includes it", async () => {
    await pull(p.store, p.http);
    const row = await p.store.row("customer", "a");
    await submit(p.store, { draftKey: "x", submissionId: "s1", definition: SHOP, answers: { rank: "A" }, before: { rank: "B" }, record: { kind: "customer", id: "a", base: row?.v ?? 0 }, media: {} });
    const rank = async () => {
      const view = customersView(await p.store.rows.where("k").equals("customer").toArray(), await p.store.ops.toArray());
      const found = view.find((each) => each.id === "a");
      return [found?.d.fields.rank, found?.pending];
    };
    expect(await rank()).toEqual(["A", true]);
    await push(p.store, p.http);
    expect(await rank()).toEqual(["A", true]);
    p.server.put("customer", "a", customer("a", "C"));
    await pull(p.store, p.http);
    expect(await rank()).toEqual(["C", false]);
  });

  it("takes a refused edit off the view, and shows a customer that was made here", async () => {
    await pull(p.store, p.http);
    await submit(p.store, { draftKey: "x", submissionId: "s1", definition: SHOP, answers: { rank: "A" }, record: { kind: "customer", id: "a", base: 1 }, media: {} });
    await submit(p.store, { draftKey: "y", submissionId: "new", definition: SHOP, answers: { full_name: "Mới" }, record: { kind: "customer", id: "new", base: null }, media: {} });
    p.server.judge = (op) => (op.n === 1 ? { s: "quarantined", code: "forbidden" } : {});
    await push(p.store, p.http);
    const view = customersView(await p.store.rows.where("k").equals("customer").toArray(), await p.store.ops.toArray());
    expect(view.find((each) => each.id === "a")?.d.fields.rank).toBe("B");
    expect(view.find((each) => each.id === "new")).toMatchObject({ pending: true, v: null, d: { type: "shop", fields: { full_name: "Mới" } } });
  });

  it("heals a server restored from a backup with what it acknowledged within 72 hours", async () => {
    for (let i = 0; i < 3; i++) await handIn(p);
    await engineOf(p).request();
    expect(p.server.submissions.size).toBe(3);
    // The backup knows only the first.
    p.server.epoch = "epoch-2";
    p.server.lastN = 1;
    for (const [id, op] of p.server.submissions) if (op.n > 1) p.server.submissions.delete(id);
    for (const n of [2, 3]) p.server.receipts.delete(n);
    const engine = engineOf(reopened(p));
    await engine.request();
    expect([...p.server.submissions.values()].map((op) => op.n).sort()).toEqual([1, 2, 3]);
    engine.stop();
  });

  it("does not tell what is older than 72 hours again", async () => {
    await handIn(p);
    await engineOf(p).request();
    await p.store.ops.toCollection().modify({ answered_at: Date.now() - KEEP_ACKNOWLEDGED_MS - 1000 });
    p.server.epoch = "epoch-2";
    p.server.calls = [];
    await pull(p.store, p.http);
    expect(await waiting(p.store)).toEqual([]);
  });

  it("drops the rows of a kind that it does not ask for any more", async () => {
    await p.store.rows.put({ k: "opportunity", id: "o", v: 1, d: {} });
    await pull(p.store, p.http);
    expect(await ids(p, "opportunity")).toEqual([]);
  });

  it("reads again at once when the server says so, and not for ever", async () => {
    p.server.again = true;
    const asked = () => p.server.calls.filter((call) => call.path === "/sync/pull").length;
    p.server.pageRows = 100;
    await pull(p.store, p.http);
    expect(asked()).toBe(2);
    p.server.before = () => void (p.server.again = true);
    await pull(p.store, p.http);
    expect(asked()).toBe(22);
  });

  it("leaves the server alone for as long as it asks, and hands in meanwhile", async () => {
    p.server.nextAfterMs = 90_000;
    const engine = engineOf(p);
    await engine.request();
    await handIn(p);
    p.server.calls = [];
    await engine.request();
    expect(p.server.calls.map((call) => call.path)).toContain("/sync/push");
    expect(p.server.calls.map((call) => call.path)).not.toContain("/sync/pull");
  });

  it("never gives a number again that the server has seen", async () => {
    await handIn(p);
    await push(p.store, p.http);
    await p.store.write("counter", 0);
    await pull(p.store, p.http);
    expect((await handIn(p)).n).toBe(2);
  });
});
