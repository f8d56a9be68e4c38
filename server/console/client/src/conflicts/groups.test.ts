import { expect, test } from "vitest";
import type { Conflict } from "../api/types";
import { byRecord } from "./groups";

function conflict(id: string, record: string): Conflict {
  return { id, record: { kind: "customer", id: record, name: record, place: null } } as Conflict;
}

test("conflicts stand together by their record, records in the order of their first one", () => {
  const groups = byRecord([conflict("1", "b"), conflict("2", "a"), conflict("3", "b")]);
  expect(groups.map(({ record }) => record.id)).toEqual(["b", "a"]);
  expect(groups[0]?.conflicts.map(({ id }) => id)).toEqual(["1", "3"]);
});
