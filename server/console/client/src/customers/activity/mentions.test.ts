import { expect, it } from "vitest";
import { mentionedIn, pieces, typedMention, withMention } from "./mentions";

const hoa = { id: "1", name: "Trần Thị Hoa" };
const hoang = { id: "2", name: "Trần Thị Hoa Hoàng" };

it("finds the name that is being typed", () => {
  expect(typedMention("gọi lại @tran th", 16)).toEqual({ start: 8, word: "tran th" });
  expect(typedMention("a@b.vn", 6)).toBeNull();
  expect(typedMention("@hoa\nxong", 9)).toBeNull();
});

it("writes the whole name in its place", () => {
  expect(withMention("nhờ @ho nhé", 4, 7, hoa.name)).toEqual({ text: "nhờ @Trần Thị Hoa  nhé", cursor: 18 });
});

it("forgets whom the text names no longer", () => {
  expect(mentionedIn("nhờ @Trần Thị Hoa", [hoa, hoa, { id: "3", name: "Lê Văn Nam" }])).toEqual([hoa]);
});

it("marks the longest name first", () => {
  expect(pieces("@Trần Thị Hoa Hoàng và @Trần Thị Hoa!", [hoa, hoang]).map(({ text, mention }) => (mention ? `[${text}]` : text)).join("")).toBe(
    "[@Trần Thị Hoa Hoàng] và [@Trần Thị Hoa]!",
  );
});
