import { describe, expect, it } from "vitest";
import { translatorOf } from "../i18n/translate";
import type { HistoryEntry } from "../api/organisationTypes";
import { actionText, detailLines, kindText, runsOf, valueText } from "./words";

const t = translatorOf("vi");
const ANNA = "0198c000-0000-7000-8000-00000000a001";
const words = { t, nameOf: (id: string) => (id === ANNA ? "Trần Thị An" : undefined) };

describe("values", () => {
  it("name people where they are known and shorten other ids", () => {
    expect(valueText(ANNA, words)).toBe("Trần Thị An");
    expect(valueText("0198c000-0000-7000-8000-00000000b002", words)).toBe("#00b002");
  });

  it("say yes and no, and a dash for nothing", () => {
    expect(valueText(true, words)).toBe("Có");
    expect(valueText(null, words)).toBe("–");
    expect(valueText([], words)).toBe("–");
  });
});

describe("a change", () => {
  it("shows each field before and after", () => {
    const lines = detailLines({ before: { manager_id: null }, after: { manager_id: ANNA } }, words);
    expect(lines).toEqual([{ field: "manager_id", label: "Quản lý trực tiếp", before: "–", after: "Trần Thị An" }]);
  });

  it("shows what else was noted as it is", () => {
    expect(detailLines({ count: 3 }, words)).toMatchObject([{ field: "count", before: null, after: "3" }]);
    expect(detailLines(null, words)).toEqual([]);
  });
});

describe("what repeats itself", () => {
  const entry = (n: number, action: string, detail: HistoryEntry["detail"] = null): HistoryEntry => ({
    n,
    at: "2026-11-22T03:00:00Z",
    action,
    kind: null,
    record_id: null,
    label: null,
    employee: { id: ANNA, name: "An" },
    device: null,
    request_id: null,
    detail,
  });

  it("is taken together from the newest to the oldest", () => {
    const runs = runsOf([entry(4, "customer.list"), entry(3, "customer.list"), entry(2, "session.open"), entry(1, "customer.list")]);
    expect(runs.map(({ newest, oldest, count }) => [newest.n, oldest.n, count])).toEqual([[4, 3, 2], [2, 2, 1], [1, 1, 1]]);
  });

  it("never hides a change", () => {
    const change = { before: { name: "A" }, after: { name: "B" } };
    expect(runsOf([entry(2, "pool.change", change), entry(1, "pool.change", change)])).toHaveLength(2);
  });
});

it("names actions and kinds, and shows the code of those it does not know", () => {
  expect(actionText("employee.move", t)).toBe("Đổi quản lý trực tiếp");
  expect(actionText("new.thing", t)).toBe("new.thing");
  expect(kindText("customer", t)).toBe("Khách hàng");
});

describe("codes", () => {
  it("are told in words where the field holds codes, and left alone where people wrote", () => {
    const detail = { choice: "latest", before: { state: "active", note: "drain" }, after: { state: "drain", "customer.shop/rank": "manual" } };
    const told = Object.fromEntries(detailLines(detail, words).map(({ field, before, after }) => [field, [before, after]]));
    expect(told.state).toEqual(["đang dùng", "chỉ nộp bài"]);
    expect(told.note?.[0]).toBe("drain");
    expect(told.choice?.[1]).toBe("lấy giá trị sửa sau cùng");
    expect(told["customer.shop/rank"]?.[1]).toBe("Hỏi người quản lý");
  });
});
