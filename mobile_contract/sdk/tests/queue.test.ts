import { beforeEach, describe, expect, it, vi } from "vitest";

import { attach } from "../src/media";
import { NotKept } from "../src/problems";
import { markRead, submit, waiting } from "../src/queue";
import { saveDraft, openDraft } from "../src/drafts";
import { TuyenStore } from "../src/store";
import type { SubmitOperation } from "../src/types";
import { bytesOf, ENROLMENT, handIn, phone, SHOP, VISIT, type Phone } from "./phone";

describe("the outbox", () => {
  let p: Phone;
  beforeEach(async () => {
    p = await phone();
  });

  it("numbers operations without a gap, also when many are finished at once", async () => {
    const ops = await Promise.all(Array.from({ length: 20 }, () => handIn(p)));
    expect(ops.map((op) => op.n).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    for (const op of ops) expect((JSON.parse(op.body) as SubmitOperation).n).toBe(op.n);
  });

  it("takes a submission once however often it is finished", async () => {
    const [first, second] = await Promise.all([handIn(p, {}, {}, "same"), handIn(p, {}, {}, "same")]);
    expect(second).toEqual(first);
    expect(await waiting(p.store)).toHaveLength(1);
  });

  it("writes the operation, binds the pictures and drops the draft together", async () => {
    const draft = await openDraft(p.store, VISIT, { customerId: "c1" });
    await saveDraft(p.store, { ...draft, touched: true });
    const photo = await attach(p.store, { draftKey: draft.key, field: "photos", bytes: bytesOf(100), type: "image/jpeg", filename: "a.jpg", capturedAt: "2026-11-21T08:00:00+07:00" });
    const op = await submit(p.store, { draftKey: draft.key, submissionId: draft.submission_id, definition: VISIT, answers: { customer: "c1" }, media: { photos: [photo.media_id] } });
    const body = JSON.parse(op.body) as SubmitOperation;
    expect(body).toMatchObject({ t: "submit", id: draft.submission_id, form: "interaction.f2f", version: 2, answers: { customer: "c1" } });
    expect(body.media).toEqual([{ media_id: photo.media_id, field: "photos", sha256: photo.sha256, size: 100, type: "image/jpeg" }]);
    expect(await p.store.media.get(photo.media_id)).toMatchObject({ state: "waiting", submission_id: op.id, n: op.n });
    expect(await p.store.drafts.count()).toBe(0);
  });

  it("keeps neither number nor draft change when the form is too large", async () => {
    const draft = { ...(await openDraft(p.store, VISIT, {})), touched: true };
    await saveDraft(p.store, draft);
    const kept = submit(p.store, { draftKey: draft.key, submissionId: draft.submission_id, definition: VISIT, answers: { note: "đ".repeat(200_000) }, media: {} });
    await expect(kept).rejects.toMatchObject({ code: "too_large" });
    expect(await p.store.drafts.get(draft.key)).toBeDefined();
    expect((await handIn(p)).n).toBe(1);
  });

  it("says that nothing was kept when the phone is full", async () => {
    vi.spyOn(p.store.ops, "add").mockRejectedValue(Object.assign(new Error("full"), { name: "QuotaExceededError" }));
    await expect(handIn(p)).rejects.toEqual(expect.objectContaining({ code: "storage_full" }));
    await expect(handIn(p)).rejects.toBeInstanceOf(NotKept);
  });

  it("refuses to promise anything before somebody is signed in", async () => {
    const store = new TuyenStore("nobody");
    await expect(handIn({ ...p, store })).rejects.toMatchObject({ code: "not_signed_in" });
  });

  it("asks the browser to reach the disk before a write counts as done", async () => {
    const opened = vi.spyOn(IDBDatabase.prototype, "transaction");
    await handIn(await phone()); // opened anew: the library holds on to the method
    const writes = opened.mock.calls.filter(([, mode]) => mode === "readwrite");
    expect(writes.length).toBeGreaterThan(0);
    for (const [, , options] of writes) expect(options).toEqual({ durability: "strict" });
  });

  it("gives each operation a later clock than the one before, even when the phone's clock falls back", async () => {
    const at = (iso: string) => submit(p.store, { draftKey: "d", submissionId: iso, definition: SHOP, answers: { full_name: "A" }, media: {} }, new Date(iso));
    const first = JSON.parse((await at("2026-11-21T10:00:00Z")).body) as SubmitOperation;
    const second = JSON.parse((await at("2020-01-01T00:00:00Z")).body) as SubmitOperation;
    expect(second.hlc > first.hlc).toBe(true);
    expect(second.hlc).toMatch(new RegExp(`^\\d{13}-[0-9a-f]{4}-${ENROLMENT.device_id}$`));
  });

  it("queues a read notice once", async () => {
    await markRead(p.store, "notice");
    await markRead(p.store, "notice");
    expect((await waiting(p.store)).map((op) => JSON.parse(op.body) as unknown)).toEqual([{ n: 1, t: "read", id: "notice" }]);
  });

  it("does not bring a draft back that was handed in meanwhile", async () => {
    const draft = { ...(await openDraft(p.store, VISIT, {})), touched: true };
    await submit(p.store, { draftKey: draft.key, submissionId: draft.submission_id, definition: VISIT, answers: {}, media: {} });
    await saveDraft(p.store, draft);
    expect(await p.store.drafts.count()).toBe(0);
  });
});
