import { expect, it } from "vitest";
import { inTimeOrder } from "./followUps";
import type { Task, TimelineEntry } from "./types";

const task = (id: string, due_at: string) => ({ id, due_at }) as Task;
const entry = (id: string, at: string) => ({ id, at }) as TimelineEntry;

it("puts what is agreed and what took place into one order of time, whatever the zone they are told in", () => {
  const tasks = [task("next week", "2026-11-29T08:00:00+07:00"), task("today", "2026-11-22T08:00:00+07:00")];
  const entries = [entry("an hour later", "2026-11-22T02:00:00Z")];
  const ids = (oldestFirst: boolean) => inTimeOrder(tasks, entries, oldestFirst).map(({ id }) => id);
  expect(ids(false)).toEqual(["next week", "an hour later", "today"]);
  expect(ids(true)).toEqual(["today", "an hour later", "next week"]);
});
