import { expect, it } from "vitest";
import { answerAt, besides, pathOfPointer, withAnswer } from "./paths";

const values = { name: "Cô Ba", lines: [{ id: "a", product: "p1" }, { id: "b", product: "p2" }] };

it("reads an answer in a row", () => {
  expect(answerAt(values, "lines/1/product")).toBe("p2");
  expect(answerAt(values, "lines/7/product")).toBeUndefined();
});

it("writes one cell and leaves the other rows as they are", () => {
  const after = withAnswer(values, "lines/0/product", "p9");
  expect(answerAt(after, "lines/0/product")).toBe("p9");
  expect(after.lines).not.toBe(values.lines);
  expect((after.lines as unknown[])[1]).toBe(values.lines[1]);
});

it("finds the neighbour in the same row, else at the top", () => {
  expect(besides("lines/1/product", "qty")).toBe("lines/1/qty");
  expect(besides("ward", "province")).toBe("province");
});

it("reads the server's pointers", () => {
  expect(pathOfPointer("/answers/lines/0/product")).toBe("lines/0/product");
  expect(pathOfPointer("/full_name")).toBe("full_name");
});
