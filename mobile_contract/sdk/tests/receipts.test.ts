import { createHash } from "node:crypto";

import { beforeEach, describe, expect, it } from "vitest";

import { attach } from "../src/media";
import { push } from "../src/push";
import { confirmReceipts, dropOldReceipts } from "../src/receipts";
import { bytesOf, engineOf, handIn, phone, type Phone } from "./phone";
import { Dropped } from "./simulated_server";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe("the phone's own receipts", () => {
  let p: Phone;
  beforeEach(async () => {
    p = await phone();
  });
  const receipts = () => p.store.receipts.orderBy("n").toArray();

  it("hold the hash of the very bytes that went out, and the server confirms it", async () => {
    const op = await handIn(p, { note: "đã gặp", full_name: "Cô Ba", customer: "c1" });
    await push(p.store, p.http);
    const sha256 = createHash("sha256").update(op.body).digest("hex");
    expect(await receipts()).toEqual([expect.objectContaining({ n: 1, sha256, name: "Cô Ba", about: "c1", open: 1, result: { n: 1, s: "applied" } })]);
    await confirmReceipts(p.store, p.http);
    expect(await receipts()).toEqual([expect.objectContaining({ sha256, open: 0, confirmed: expect.objectContaining({ sha256 }) as unknown })]);
  });

  it("show when the server holds other bytes than those that were sent", async () => {
    await handIn(p);
    await push(p.store, p.http);
    const kept = p.server.receipts.get(1);
    if (kept) kept.body = kept.body.replace("Đã gặp", "Không gặp");
    await confirmReceipts(p.store, p.http);
    const [receipt] = await receipts();
    expect(receipt?.confirmed?.sha256).not.toBe(receipt?.sha256);
  });

  it("tell the first answer where it was lost and told again", async () => {
    await handIn(p);
    p.server.after = () => {
      throw new Dropped("line cut");
    };
    await push(p.store, p.http).catch(() => undefined);
    p.server.after = () => undefined;
    await push(p.store, p.http);
    expect((await receipts())[0]?.result.s).toBe("applied");
  });

  it("are asked for seldom by themselves, and no more once all is settled", async () => {
    await handIn(p);
    await push(p.store, p.http);
    const asked = () => p.server.calls.filter((call) => call.path === "/sync/receipts").length;
    p.server.judge = () => ({ s: "quarantined", code: "forbidden" });
    await handIn(p);
    await push(p.store, p.http);
    for (const minutes of [0, 1, 9, 11]) await confirmReceipts(p.store, p.http, { now: Date.now() + minutes * MINUTE });
    expect(asked()).toBe(2);
    await confirmReceipts(p.store, p.http, { now: Date.now() + 2 * DAY });
    await confirmReceipts(p.store, p.http, { now: Date.now() + 2 * DAY + 20 * MINUTE });
    expect(asked()).toBe(3);
  });

  it("skip what is settled when they ask about a thousand operations", async () => {
    for (let i = 0; i < 5; i++) await handIn(p);
    await push(p.store, p.http);
    await p.store.receipts.where("n").below(4).modify({ open: 0 });
    await confirmReceipts(p.store, p.http);
    expect(p.server.calls.at(-1)?.query.get("from_n")).toBe("4");
  });

  it("outlive the operation's content and stay for half a year", async () => {
    await handIn(p);
    await engineOf(p).request();
    await p.store.ops.clear();
    await dropOldReceipts(p.store, Date.now() + 179 * DAY);
    expect(await receipts()).toHaveLength(1);
    await dropOldReceipts(p.store, Date.now() + 181 * DAY);
    expect(await receipts()).toEqual([]);
  });
});

describe("what a phone says of itself", () => {
  it("are what waits, its files and their bytes, also when nothing else is to be said", async () => {
    const p = await phone();
    const film = await attach(p.store, { draftKey: "d", field: "photos", bytes: bytesOf(5000), type: "video/mp4", filename: "a.mp4", capturedAt: "2026-11-21T08:00:00+07:00" });
    await handIn(p, {}, { photos: [film.media_id] });
    let fails = true;
    p.server.before = (call) => (fails && call.path === "/media" ? new Response(null, { status: 507 }) : undefined);
    const engine = engineOf(p);
    await engine.request();
    expect(p.server.pushed().map((body) => body)).toEqual([expect.objectContaining({ queue_depth: 1, media_waiting: 1, media_bytes: 5000, app_version: "0.3.0" })]);
    fails = false;
    await engine.request();
    expect(p.server.pushed().at(-1)).toMatchObject({ ops: [], queue_depth: 0, media_waiting: 0, media_bytes: 0 });
    engine.stop();
  });
});
