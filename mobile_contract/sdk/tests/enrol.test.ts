import { describe, expect, it } from "vitest";

import { draftAgain, DraftWriter, openDraft, discardDraft } from "../src/drafts";
import { adopt, OtherPersonsQueue, signOut } from "../src/enrol";
import { nextStamp, parseStamp } from "../src/hlc";
import { localTimestamp, newId } from "../src/ids";
import { attach } from "../src/media";
import { pull } from "../src/pull";
import { push } from "../src/push";
import { waiting } from "../src/queue";
import { bytesOf, ENROLMENT, handIn, phone, VISIT } from "./phone";
import { SimulatedServer } from "./simulated_server";

const AGAIN = { ...ENROLMENT, device_id: "0190aaaa-0000-7000-8000-000000000002", token: "other" };
const AS = { login: "hoa", name: "Test" };

describe("signing in again", () => {
  it("moves what waits into the new device's queue, in its order", async () => {
    const p = await phone();
    await handIn(p, { note: "một" });
    await push(p.store, p.http);
    const second = await handIn(p, { note: "hai" });
    await handIn(p, { note: "ba" });
    await adopt(p.store, AGAIN, AS);
    expect((await waiting(p.store)).map((op) => [op.n, (JSON.parse(op.body) as { n: number; answers: { note: string } }).answers.note])).toEqual([[1, "hai"], [2, "ba"]]);
    const fresh = new SimulatedServer();
    const http = (await phone(fresh)).http;
    await push(p.store, http);
    expect([...fresh.submissions.keys()]).toContain(second.id);
    expect((await handIn(p)).n).toBe(3);
  });

  it("takes the server's word that it has a renumbered operation already", async () => {
    const p = await phone();
    await handIn(p);
    await adopt(p.store, AGAIN, AS);
    p.server.judge = () => ({ s: "quarantined", code: "id_reuse" });
    await push(p.store, p.http);
    expect((await p.store.ops.toArray())[0]?.state).toBe("answered");
  });

  it("tells a server that was restored meanwhile what it had acknowledged, in the order it was made", async () => {
    const p = await phone();
    await handIn(p, { note: "một" });
    await push(p.store, p.http);
    await handIn(p, { note: "hai" });
    await adopt(p.store, { ...AGAIN, epoch: "another" }, AS);
    const notes = (await waiting(p.store)).map((op) => [op.n, (JSON.parse(op.body) as { answers: { note: string } }).answers.note]);
    expect(notes).toEqual([[1, "một"], [2, "hai"]]);
  });

  it("lays nothing of the former enrolment on top once a pull has come", async () => {
    const p = await phone();
    const op = await handIn(p);
    await push(p.store, p.http);
    await adopt(p.store, AGAIN, AS);
    await pull(p.store, p.http);
    expect((await p.store.ops.get(op.key))?.state).toBe("settled");
  });

  it("keeps another person out while work waits, and forgets everything once it does not", async () => {
    const p = await phone();
    await handIn(p);
    const other = { ...AGAIN, employee: { id: "employee-2", name: "Trần Văn Bình", role: "rep" } };
    await expect(adopt(p.store, other, AS)).rejects.toBeInstanceOf(OtherPersonsQueue);
    expect((await p.store.read("device"))?.employee.id).toBe("employee-1");
    await push(p.store, p.http);
    await adopt(p.store, other, AS);
    expect(await p.store.ops.count()).toBe(0);
    expect((await p.store.read("device"))?.employee.id).toBe("employee-2");
  });

  it("leaves nothing behind after signing out", async () => {
    const p = await phone();
    await handIn(p);
    await signOut(p.store);
    for (const table of p.store.tables) expect(await table.count()).toBe(0);
  });
});

describe("drafts", () => {
  it("come back as they were left, and fresh when nothing was typed", async () => {
    const { store } = await phone();
    const draft = await openDraft(store, VISIT, { customerId: "c1" });
    expect(draft.values).toEqual({ customer: "c1" });
    const writer = new DraftWriter(store, () => undefined);
    for (const note of ["đ", "đã", "đã gặp"]) writer.save({ ...draft, touched: true, values: { ...draft.values, note } });
    await writer.settled();
    const again = await openDraft(store, VISIT, { customerId: "c1" });
    expect(again).toMatchObject({ submission_id: draft.submission_id, values: { customer: "c1", note: "đã gặp" } });
    expect((await openDraft(store, VISIT, {})).submission_id).not.toBe(draft.submission_id);
  });

  it("take their pictures with them when discarded", async () => {
    const { store } = await phone();
    await attach(store, { draftKey: "d", field: "photos", bytes: bytesOf(5), type: "image/jpeg", filename: "a", capturedAt: "x" });
    await discardDraft(store, "d");
    expect([await store.media.count(), await store.media_bytes.count()]).toEqual([0, 0]);
  });

  it("can be made of what was refused, as a new submission", async () => {
    const p = await phone();
    const op = await handIn(p, { customer: "c1", note: "sai" });
    const draft = await draftAgain(p.store, op.id);
    expect(draft).toMatchObject({ values: { customer: "c1", note: "sai" }, customer_id: "c1", touched: true });
    expect(draft?.submission_id).not.toBe(op.id);
  });
});

describe("stamps and identifiers", () => {
  it("never run backwards", () => {
    let last: string | null = null;
    for (const ms of [1000, 1000, 999, 5, 2000, 2000]) {
      const stamp = nextStamp(last, ms, "dev");
      expect(last === null || stamp > last).toBe(true);
      last = stamp;
    }
    expect(parseStamp(nextStamp("0000000001000-ffff-dev", 1000, "dev"))).toEqual({ ms: 1001, counter: 0, node: "dev" });
    expect(parseStamp("nonsense")).toBeNull();
  });

  it("are UUIDs of version 7 that sort by time, and times with a zone", () => {
    expect(newId(0x0123456789ab)).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newId(1000) < newId(2000)).toBe(true);
    const at = new Date("2026-11-21T10:00:00.120Z");
    expect(localTimestamp(at)).toMatch(/[+-]\d\d:\d\d$/);
    expect(Date.parse(localTimestamp(at))).toBe(at.getTime());
  });
});
