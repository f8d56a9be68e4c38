import { expect, test } from "vitest";
import { type PhoneHealth, type SortKey, sorted } from "./health";

function phone(name: string, changes: Partial<PhoneHealth>): PhoneHealth {
  const plain = { state: "ok", queue_depth: 0, media_waiting: 0, media_stuck: 0, media_awaited: 0, quarantined: 0, blocked: 0, last_contact_at: "2026-11-21T01:00:00Z" };
  return { ...plain, employee: { id: name, name }, ...changes } as PhoneHealth;
}

const phones = [
  phone("Ba", { queue_depth: 7, last_contact_at: "2026-11-21T03:00:00Z" }),
  phone("An", { state: "never", queue_depth: null, last_contact_at: null }),
  phone("Ân", { state: "late", queue_depth: 2, quarantined: 1 }),
];
const names = (by: SortKey, isDown: boolean) => sorted(phones, { by, isDown }).map(({ employee }) => employee.name);

test("an unknown queue stands above every number: nobody knows that it is short", () => {
  expect(names("queue", true)).toEqual(["An", "Ba", "Ân"]);
});

test("the worst state comes first when sorted down", () => {
  expect(names("state", true)).toEqual(["An", "Ân", "Ba"]);
});

test("names are sorted as in Vietnamese, contacts by their time", () => {
  expect(names("person", false)).toEqual(["An", "Ân", "Ba"]);
  expect(names("contact", true)[0]).toBe("Ba");
  expect(names("quarantined", true)[0]).toBe("Ân");
});
