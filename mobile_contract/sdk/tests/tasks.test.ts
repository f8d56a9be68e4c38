import { describe, expect, it } from "vitest";

import { tasksView, wishTask } from "../src/tasks";
import { engineOf, phone } from "./phone";
import { Dropped } from "./simulated_server";

const TASK = { title: "Gọi lại", kind: "task", priority: "normal", state: "open", due_at: "2026-11-23T09:00:00Z", responsible_id: "e", by: "e", created_at: "2026-11-22T09:00:00Z" };
const AT = "2026-11-22T10:00:00+07:00";
const asked = (calls: { method: string; path: string }[]) => calls.filter((call) => call.method === "PATCH" && call.path === "/tasks/t1");

describe("a task that is finished without a network", () => {
  it("is done on the phone at once and at the server once it can be told", async () => {
    const p = await phone();
    p.server.put("task", "t1", TASK);
    const engine = engineOf(p);
    await engine.request();
    await wishTask(p.store, { id: "t1", state: "done", at: AT });
    const rows = await p.store.rows.where("k").equals("task").toArray();
    expect(tasksView(rows, await p.store.read("task_wishes"))).toMatchObject([{ id: "t1", pending: true, d: { title: "Gọi lại", state: "done", done_at: AT } }]);
    await engine.request();
    expect(await p.store.read("task_wishes")).toBeUndefined();
    expect(await p.store.rows.get(["task", "t1"])).toMatchObject({ d: { state: "done" } });
  });

  it("is told again when the answer was lost, and no more afterwards", async () => {
    const p = await phone();
    p.server.put("task", "t1", TASK);
    const engine = engineOf(p);
    await engine.request();
    await wishTask(p.store, { id: "t1", state: "done", at: AT });
    let lost = 0;
    p.server.after = (call) => {
      if (call.method === "PATCH" && lost++ === 0) throw new Dropped("cut");
    };
    await engine.request();
    expect(await p.store.read("task_wishes")).toHaveLength(1);
    await engine.request();
    await engine.request();
    expect(asked(p.server.calls)).toHaveLength(2);
  });

  it("is let go when the server does not know it any more", async () => {
    const p = await phone();
    await wishTask(p.store, { id: "t1", state: "done", at: AT });
    await engineOf(p).request();
    expect(await p.store.read("task_wishes")).toBeUndefined();
  });

  it("is what was wished last", async () => {
    const p = await phone();
    await wishTask(p.store, { id: "t1", state: "done", at: AT });
    await wishTask(p.store, { id: "t1", state: "open", at: "2026-11-22T10:01:00+07:00" });
    expect(await p.store.read("task_wishes")).toMatchObject([{ state: "open" }]);
  });
});
