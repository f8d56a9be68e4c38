import { describe, expect, it } from "vitest";

import { draftOfReturned, recordOf } from "../src/corrections";
import { submit } from "../src/queue";
import type { SubmissionData, SubmitOperation } from "../src/types";
import { phone, SHOP, VISIT } from "./phone";

const RETURNED: SubmissionData = {
  form: VISIT.key, version: 1, state: "has_issues", occurred_at: "", received_at: "", customer_id: "c1", answers: { customer: "c1", note: "Thiếu ảnh" },
};

describe("a correction of what was sent back", () => {
  it("begins with what was said, though the phone does not hold it any more", () => {
    expect(draftOfReturned("s1", RETURNED, VISIT)).toMatchObject({ key: "again/s1", revises: "s1", customer_id: "c1", values: { note: "Thiếu ảnh" }, touched: true });
    expect(draftOfReturned("s1", { ...RETURNED, answers: null }, VISIT)).toBeNull();
  });

  it("names the former submission where it is handed in", async () => {
    const p = await phone();
    const op = await submit(p.store, { draftKey: "again/s1", submissionId: "s2", definition: VISIT, answers: { note: "Đủ ảnh" }, media: {}, revises: "s1" });
    expect((JSON.parse(op.body) as SubmitOperation).revises).toBe("s1");
  });

  it("edits the record that the former one made or edited", () => {
    expect(recordOf("s1", SHOP, null)).toEqual({ kind: "customer", id: "s1" });
    expect(recordOf("s1", SHOP, { record: { kind: "customer", id: "c9" } })).toEqual({ kind: "customer", id: "c9" });
    expect(recordOf("s1", VISIT, null)).toBeNull();
  });
});
