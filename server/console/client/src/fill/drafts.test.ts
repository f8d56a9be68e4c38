import { expect, it } from "vitest";
import { draftKey, dropDraft, keepDraft, newDraft, readDraft, withoutLostFiles } from "./drafts";

function storage(room = Infinity): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
}

const key = draftKey("sale.tele", undefined, "c1");

it("gives back what was being filled in until it is dropped", () => {
  const place = storage();
  const draft = newDraft(2, { note: "Giao sáng" });
  keepDraft(key, draft, place);
  expect(readDraft(key, place)).toEqual(draft);
  dropDraft(key, place);
  expect(readDraft(key, place)).toBeNull();
});

it("keeps forms, records and customers apart", () => {
  const keys = [key, draftKey("sale.tele", undefined, undefined), draftKey("sale.tele", { kind: "order", id: "c1" }, undefined)];
  expect(new Set(keys).size).toBe(3);
});

it("goes on without a copy where there is no room, and past a copy that is spoilt", () => {
  const place = storage(20);
  keepDraft(key, newDraft(1, { note: "dài".repeat(50) }), place);
  expect(readDraft(key, place)).toBeNull();
  const spoilt = storage();
  spoilt.setItem(key, "{");
  expect(readDraft(key, spoilt)).toBeNull();
});

it("lets go of files that had not arrived when the window was loaded anew", () => {
  const claim = { media_id: "b", field: "photos", sha256: "0", size: 1, type: "image/jpeg" };
  const draft = { ...newDraft(1, { photos: ["a", "b", "c"] }), prefilled: { photos: ["a"] }, sent: { b: { name: "b.jpg", claim } } };
  expect(withoutLostFiles(draft, ["photos", "media"])).toEqual({ draft: { ...draft, values: { photos: ["a", "b"] } }, lost: 1 });
  expect(withoutLostFiles(newDraft(1, {}), ["photos"]).lost).toBe(0);
});
