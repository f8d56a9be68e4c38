import { describe, expect, it } from "vitest";

import { dialled, exchangeLink, nationalNumber, spokenNumber } from "../src/telephone";

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

  it("are dialled through an exchange, from the caller's own extension where it asks for one", () => {
    const address = "https://pbx.example/dial?from={extension}&to={phone}&back={phone}";
    expect(exchangeLink(address, "+84 905 111 222", "101")).toBe("https://pbx.example/dial?from=101&to=%2B84905111222&back=%2B84905111222");
    expect(exchangeLink(address, "0905111222", null)).toBeNull();
    expect(exchangeLink("sip:{phone}@pbx.example", "0905 111 222", null)).toBe("sip:0905111222@pbx.example");
  });
});
