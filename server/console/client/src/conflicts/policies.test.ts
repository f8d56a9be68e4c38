import { expect, test } from "vitest";
import { type FieldPolicy, changesOf, holding, withChoice } from "./policies";

const field: FieldPolicy = {
  field: "rank",
  label: { vi: "Hạng", en: "Rank" },
  type: "select",
  shipped: "lww",
  chosen: "manual",
  choices: ["lww", "manual", "server"],
  set_by: null,
  set_at: null,
};

test("what is drafted holds, else what was chosen, else what is shipped", () => {
  expect(holding({}, "shop", field)).toBe("manual");
  expect(holding({ "shop/rank": "server" }, "shop", field)).toBe("server");
  expect(holding({ "shop/rank": null }, "shop", field)).toBe("lww");
  expect(holding({}, "shop", { ...field, chosen: null })).toBe("lww");
});

test("a choice that the server has already is no change", () => {
  const draft = withChoice({}, "shop", field, "server");
  expect(changesOf(draft)).toEqual([{ form: "shop", field: "rank", policy: "server" }]);
  expect(withChoice(draft, "shop", field, "manual")).toEqual({});
});
