import { describe, expect, it } from "vitest";

import { SearchIndex } from "../src/search";
import { fold } from "../src/text";

const names = ["Hòa Bình", "Hoa Binh", "Tạp hoá Đường Lâm", "Cửa hàng Hoàng Hà", "Nhà thuốc Bình An", "Đà Nẵng Mart"];
const index = new SearchIndex(names.map((name, i) => ({ id: String(i), name, more: [`KH${i}`, "Quận Hải Châu"], phone: i === 4 ? "+84 903 123 456" : "" })));
const find = (query: string) => index.find(query).map((item) => item.name);

describe("folded search", () => {
  it.each([["Đường", "duong"], ["NGUYỄN", "nguyen"], ["Hòa".normalize("NFD"), "hoa"], ["ưởng", "uong"]])("folds %s to %s", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("finds with and without diacritics", () => {
    expect(find("duong lam")).toEqual(["Tạp hoá Đường Lâm"]);
    expect(find("đà nẵng")).toEqual(["Đà Nẵng Mart"]);
    expect(find("DA NANG")).toEqual(["Đà Nẵng Mart"]);
  });

  it("ranks what was typed with its diacritics first", () => {
    expect(find("hòa bình")).toEqual(["Hòa Bình", "Hoa Binh"]);
    expect(find("hoa binh")).toEqual(["Hoa Binh", "Hòa Bình"]);
  });

  it("ranks a name before an address, the start of a word before its middle", () => {
    expect(find("ha")[0]).toBe("Cửa hàng Hoàng Hà");
    expect(find("kh3")).toEqual(["Cửa hàng Hoàng Hà"]);
    expect(find("ang")).toContain("Cửa hàng Hoàng Hà");
    expect(find("xyz")).toEqual([]);
  });

  it("ranks what begins with the typed text first, then what has it at the start of a word", () => {
    const few = new SearchIndex(["Thanh Lan", "Quán An", "An Bình"].map((name) => ({ id: name, name })));
    expect(few.find("an").map((item) => item.name)).toEqual(["An Bình", "Quán An", "Thanh Lan"]);
  });

  it("finds a phone number however it is written", () => {
    for (const typed of ["0903123", "+84903123456", "903 123 456", "+84 903", "84903123456"]) expect(find(typed)).toEqual(["Nhà thuốc Bình An"]);
  });

  it("finds the same whether the words are typed at once or letter by letter", () => {
    const typed = new SearchIndex(names.map((name, i) => ({ id: String(i), name, more: [`KH${i} Hải Châu`], phone: "+84903123456" })));
    for (const query of ["0", "09", "090", "b", "bi", "binh", "binh hai", "hai chau", "hoa bình", "hòa", "xyz", "h"]) {
      const afresh = new SearchIndex(names.map((name, i) => ({ id: String(i), name, more: [`KH${i} Hải Châu`], phone: "+84903123456" })));
      expect(typed.find(query)).toEqual(afresh.find(query));
    }
  });

  it("keeps the order and the number asked for when nothing is typed", () => {
    expect(index.find("  ", 2).map((item) => item.name)).toEqual(names.slice(0, 2));
  });

  it("answers within a keystroke over ten thousand customers", () => {
    const many = new SearchIndex(Array.from({ length: 10_000 }, (_, i) => ({ id: String(i), name: `Cửa hàng số ${i} Nguyễn Văn ${i % 97}` })));
    many.prepare();
    const started = performance.now();
    const found = many.find("nguyen van 42");
    expect(performance.now() - started).toBeLessThan(200);
    expect(found.length).toBeGreaterThan(100);
  });
});
