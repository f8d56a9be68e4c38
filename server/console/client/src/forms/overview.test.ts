import { expect, it } from "vitest";
import { overviewOf } from "./overview";

it("lists withdrawn forms last, those with a draft of their next version once", () => {
  const title = { vi: "Khảo sát", en: "Survey" };
  const listed = overviewOf({
    items: [],
    drafts: [{ key: "custom.new", title }, { key: "custom.old", title }],
    withdrawn: [{ key: "custom.old", title, version: 3 }],
  });
  expect(listed.map(({ key, version, hasDraft, isWithdrawn }) => [key, version, hasDraft, isWithdrawn])).toEqual([
    ["custom.new", null, true, false],
    ["custom.old", 3, true, true],
  ]);
});
