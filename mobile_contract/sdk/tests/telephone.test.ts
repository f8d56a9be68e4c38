import { describe, expect, it } from "vitest";

import { dialled, nationalNumber, spokenNumber } from "../src/telephone";

describe("telephone numbers", () => {
  it.each(["0905 111 222", "+84 905.111.222", "84905111222", "0084905111222", "905111222"])("are one number as %s", (typed) => {
    expect(nationalNumber(typed)).toBe("905111222");
  });

  it("had other prefixes until 2018", () => {
    expect(nationalNumber("01635 123 456")).toBe(nationalNumber("0335123456"));
    expect(nationalNumber("+84 120 345 6789")).toBe("703456789");
  });

  it("are read in groups and dialled without them", () => {
    expect(spokenNumber("+84905111222")).toBe("0905 111 222");
    expect(spokenNumber("1900 1234")).toBe("1900 1234");
    expect(dialled("+84 (905) 111-222")).toBe("+84905111222");
  });
});
