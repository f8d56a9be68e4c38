import { beforeEach, describe, expect, it } from "vitest";

import { keepLeases, takeNumber } from "../src/leases";
import { pull } from "../src/pull";
import { TuyenStore } from "../src/store";
import { phone, reopened, type Phone } from "./phone";
import { Dropped } from "./simulated_server";

const SERIES = ["order"];

describe("numbers without a network", () => {
  let p: Phone;
  beforeEach(async () => {
    p = await phone();
    p.server.leaseSize = 4;
  });
  const read = () => pull(p.store, p.http, undefined, SERIES);
  const take = () => takeNumber(p.store, "order");
  const asked = () => p.server.calls.filter((call) => call.path === "/sync/pull").map((call) => (JSON.parse(call.body) as { held?: unknown }).held);

  it("come from the block that the server lent, each once", async () => {
    expect(await take()).toBeNull();
    await read();
    expect(await Promise.all([take(), take(), take()])).toEqual([1, 2, 3]);
    await read();
    expect(asked()).toEqual([{ order: 0 }, { order: 1 }]);
    expect([await take(), await take(), await take()]).toEqual([4, 5, 6]);
  });

  it("are given once also when two tabs ask at once, and after the phone was switched off", async () => {
    await read();
    const other = new TuyenStore(p.name);
    const taken = await Promise.all([take(), takeNumber(other, "order"), take()]);
    p = reopened(p);
    expect([...taken, await take()].sort()).toEqual([1, 2, 3, 4]);
  });

  it("are not taken where the document that bears them is not kept", async () => {
    await read();
    const failing = p.store.transaction("rw", p.store.meta, async () => {
      await take();
      throw new Dropped("the form was not kept");
    });
    await expect(failing).rejects.toThrow();
    expect(await take()).toBe(1);
  });

  it("end with their time by the server's clock", async () => {
    await keepLeases(p.store, [{ series: "order", from: 50, to: 59, exp: new Date(Date.now() + 60_000).toISOString() }]);
    expect(await take()).toBe(50);
    await p.store.write("clock_offset_ms", 120_000);
    expect(await take()).toBeNull();
  });

  it("do not begin anew when the same block is told twice", async () => {
    const block = { series: "order", from: 10, to: 11 };
    await keepLeases(p.store, [block]);
    expect([await take(), await take()]).toEqual([10, 11]);
    await keepLeases(p.store, [block]);
    expect(await take()).toBeNull();
  });

  it("of a server that was restored are not used: it may lend them to another phone", async () => {
    await read();
    p.server.epoch = "epoch-2";
    p.server.leaseSize = 0;
    await read();
    expect(await take()).toBeNull();
  });
});
