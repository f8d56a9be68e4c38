import type { ItemResult, OutboxOp, Receipt } from "@tuyen/sdk";
import { describe, expect, it } from "vitest";

import { confirmationOf, outcomeOf, receiptsOf, receiptsText } from "../src/data/receipts";
import { loadLaterTexts, speak } from "../src/i18n";

await loadLaterTexts();
const vi = speak("vi");
const AT = new Date(2026, 10, 21, 9, 30).getTime();
const plain = (name: string) => name;

function receipt(result: Partial<ItemResult>, more: Partial<Receipt> = {}): Receipt {
  return {
    key: "d/1", device_id: "d", n: 1, t: "submit", id: "s1", form: "customer.shop", name: "Cô Ba", created_at: AT, answered_at: AT,
    sha256: "ab".repeat(32), result: { n: 1, s: "applied", ...result }, open: 0, ...more,
  };
}

const waiting: OutboxOp = {
  key: "submit:s2", n: 2, device_id: "d", t: "submit", id: "s2", state: "waiting", created_at: AT + 1,
  body: JSON.stringify({ form: "interaction.f2f", answers: { customer: "c1" } }),
};

describe("the list of receipts", () => {
  it("shows what waits and what was sent, newest first, each once", () => {
    const again = { ...waiting, key: "submit:s1", n: 1, id: "s1" };
    expect(receiptsOf([receipt({})], [waiting, again], null).map((item) => [item.n, item.receipt?.result.s])).toEqual([[2, undefined], [1, "applied"]]);
  });

  it("holds one day by the phone's own calendar", () => {
    const early = receipt({}, { key: "d/9", n: 9, created_at: new Date(2026, 10, 21, 0, 1).getTime() });
    expect(receiptsOf([receipt({}), early], [], "2026-11-21")).toHaveLength(2);
    expect(receiptsOf([receipt({}), early], [], "2026-11-20")).toEqual([]);
  });
});

describe("what a receipt says", () => {
  const said = (result: Partial<ItemResult>, more: Partial<Receipt> = {}) => outcomeOf(receipt(result, more), vi, (name) => (name === "rank" ? "Hạng" : name));

  it.each([
    [{}, {}, "Máy chủ đã nhận"],
    [{}, { first: "blocked" }, "Máy chủ đã nhận sau khi có khách hàng"],
    [{ s: "blocked" }, {}, "Đã gửi, chờ khách hàng"],
    [{ s: "quarantined", code: "forbidden", message: "Bạn không có quyền" }, {}, "Máy chủ chưa nhận, văn phòng xem lại"],
    [{}, { first: "quarantined" }, "Văn phòng đã cho nhận"],
    [{ s: "quarantined", state: "dismissed" }, {}, "Văn phòng đã xem và không nhận"],
  ] as [Partial<ItemResult>, Partial<Receipt>, string][])("is told for %j %j", (result, more, text) => {
    expect(said(result, more).text).toBe(text);
  });

  it("names the fields in which somebody else's value stands", () => {
    const result: Partial<ItemResult> = { s: "merged", conflicts: [{ field: "rank", kept: "theirs", id: "cf" }, { field: "note", kept: "yours", id: "cg" }] };
    expect(said(result).more).toBe("Hạng: giữ giá trị của người khác; note: giữ giá trị của bạn");
  });

  it("is sealed where the server holds the same bytes, and only there", () => {
    const confirmed = { sha256: "ab".repeat(32), received_at: "2026-11-21T02:30:00Z" };
    expect(confirmationOf(receipt({}, { confirmed }))).toBe("same");
    expect(confirmationOf(receipt({}, { confirmed: { ...confirmed, sha256: "cd" } }))).toBe("different");
    expect([confirmationOf(receipt({})), confirmationOf(null)]).toEqual(["open", "none"]);
  });

  it("can be handed on as a text", () => {
    const text = receiptsText(receiptsOf([receipt({})], [waiting], null), { person: "Nguyễn Thị Hoa", device: "d-1" }, (item) => item.name ?? plain("Gặp"), new Map(), vi);
    expect(text).toContain("Biên nhận · Nguyễn Thị Hoa · d-1");
    expect(text).toContain(`#1 Cô Ba\n21/11/2026`);
    expect(text).toContain(`sha256 ${"ab".repeat(32)}\nChờ xác nhận`);
    expect(text).toContain("#2 Gặp");
  });
});
