import { expect, it } from "vitest";
import { type Draft, isComplete, withChosen, withoutMember } from "./members";

const empty: Draft = { name: "", description: "", added: [], removed: new Set() };
const person = (id: string) => ({ id, name: id });

it("takes each customer once", () => {
  const twice = withChosen(withChosen(empty, [person("a")]), [person("a"), person("b")]);
  expect(twice.added.map(({ id }) => id)).toEqual(["a", "b"]);
});

it("forgets one that was only added, and takes out a member", () => {
  expect(withoutMember(withChosen(empty, [person("a")]), "a")).toEqual(empty);
  expect([...withoutMember(empty, "member").removed]).toEqual(["member"]);
});

it("lets a member stay who is taken out and chosen again", () => {
  expect(withChosen(withoutMember(empty, "member"), [person("member")])).toEqual(empty);
});

it("wants a name and a description", () => {
  expect(isComplete({ ...empty, name: "A" })).toBe(false);
  expect(isComplete({ ...empty, name: "A", description: "B" })).toBe(true);
});
