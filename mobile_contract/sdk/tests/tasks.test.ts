import { describe, expect, it } from "vitest";

import { waiting } from "../src/queue";
import { recordsView } from "../src/records";
import type { Row } from "../src/store";
import { adoptTaskWishes, reportTask } from "../src/tasks";
import { parseSubmit } from "../src/view";
import { engineOf, phone, reopened, type Phone } from "./phone";

const TASK = { title: "Gọi lại", kind: "task", priority: "normal", state: "open", due_at: "2026-11-23T09:00:00Z", responsible_id: "e", by: "e", created_at: "2026-11-22T09:00:00Z" };
const AT = "2026-11-22T10:00:00+07:00";

async function seen(p: Phone): Promise<ReturnType<typeof recordsView>> {
  return recordsView("task", await p.store.rows.where("k").equals("task").toArray(), await p.store.ops.toArray());
}

async function withTask(): Promise<Phone> {
  const p = await phone();
  p.server.put("task", "t1", TASK);
  await engineOf(p).request();
  return p;
}

const rowOf = (p: Phone) => p.store.rows.get(["task", "t1"]) as Promise<Row & { d: typeof TASK }>;

describe("a task that is finished without a network", () => {
  it("is done on the phone at once, and its report waits like any form", async () => {
    const p = await withTask();
    await reportTask(p.store, await rowOf(p), "done");
    expect(await seen(p)).toMatchObject([{ id: "t1", pending: true, d: { title: "Gọi lại", state: "done" } }]);
    const [op] = await waiting(p.store);
    const v = (await rowOf(p)).v;
    expect(op && parseSubmit(op)).toMatchObject({ form: "task.done", version: 1, answers: { state: "done" }, before: { state: "open" }, record: { kind: "task", id: "t1", base: v } });
  });

  it("is handed in once the network is there, and has its receipt", async () => {
    const p = await withTask();
    const { id } = await reportTask(p.store, await rowOf(p), "done");
    await engineOf(p).request();
    expect(p.server.submissions.get(id)).toMatchObject({ form: "task.done", answers: { state: "done" } });
    expect(await p.store.receipts.where("id").equals(id).first()).toMatchObject({ about: "t1", result: { s: "applied" } });
  });

  it("is open again when the server refuses the report, which stays with its reason", async () => {
    const p = await withTask();
    p.server.judge = (op) => (op.t === "submit" ? { s: "quarantined", code: "forbidden" } : {});
    const { key } = await reportTask(p.store, await rowOf(p), "done");
    await engineOf(p).request();
    expect(await p.store.ops.get(key)).toMatchObject({ state: "refused", result: { code: "forbidden" } });
    expect(await seen(p)).toMatchObject([{ pending: false, d: { state: "open" } }]);
  });
});

describe("what an earlier app kept of a task beside the outbox", () => {
  it("becomes a report as of when it was said, also of a task that is gone", async () => {
    const p = await withTask();
    await p.store.write("task_wishes", [{ id: "t1", state: "done", result: "Đã gặp", at: AT }, { id: "t9", state: "done", at: AT }]);
    await engineOf(p).request();
    const reports = [...p.server.submissions.values()];
    expect(reports.map((op) => "record" in op && op.record?.id)).toEqual(["t1", "t9"]);
    expect(reports[0]).toMatchObject({ answers: { state: "done", result: "Đã gặp" } });
    expect(reports.map((op) => "occurred_at" in op && Date.parse(op.occurred_at))).toEqual([Date.parse(AT), Date.parse(AT)]);
  });

  it("becomes one report, however often the app is killed before it is told", async () => {
    const p = await withTask();
    await p.store.write("task_wishes", [{ id: "t1", state: "done", at: AT }]);
    await adoptTaskWishes(p.store);
    const again = reopened(p);
    await adoptTaskWishes(again.store);
    expect(await waiting(again.store)).toHaveLength(1);
    expect(await again.store.read("task_wishes")).toBeUndefined();
  });
});
