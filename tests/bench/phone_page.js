// What the bench of the phone does inside the page: it lays rows, types, opens forms, and looks at the clock.
({
  /** Rows as a sync would have left them. */
  lay: async (count) => {
    const first = ["Tạp hoá", "Quán", "Cửa hàng", "Đại lý", "Nhà thuốc", "Công ty", "Siêu thị"];
    const family = ["Nguyễn Văn", "Trần Thị", "Lê", "Phạm Hoàng", "Võ Thanh", "Đặng", "Bùi Thị", "Hồ Ngọc"];
    const given = ["Hà", "Ánh", "Bình", "Cúc", "Dũng", "Hạnh", "Khánh", "Linh", "Mai", "Nga", "Phúc", "Quý", "Sơn"];
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open("tuyen");
      opening.onsuccess = () => resolve(opening.result);
    });
    const change = database.transaction("rows", "readwrite");
    for (let n = 0; n < count; n++) {
      const name = `${first[n % 7]} ${family[n % 8]} ${given[n % 13]} ${n}`;
      const phone = `+849${String(10_000_000 + (n * 7919) % 89_999_999)}`;
      const fields = { full_name: name, phone, house_number: `${n % 500} Trần Phú`, address_province: "48", address_ward: "20242" };
      const d = { type: ["shop", "person"][n % 2], code: `KH${n}`, status: "customer", fields };
      change.objectStore("rows").put({ k: "customer", id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`, v: n + 1, d });
    }
    await new Promise((resolve) => { change.oncomplete = resolve; });
    database.close();
  },

  /** Type each word letter by letter; [until the list is drawn, the search alone] in milliseconds for each letter. */
  search: async (words) => {
    const input = document.querySelector("[data-testid=search]");
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const type = async (text) => {
      performance.clearMeasures("search");
      const began = performance.now();
      set.call(input, text);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await drawn(() => document.querySelector("[data-testid=filters]").dataset.foundFor === text);
      return [performance.now() - began, performance.getEntriesByName("search").find((each) => each.detail === text).duration];
    };
    const took = [];
    for (const word of words) {
      for (let length = 1; length <= word.length; length++) took.push(await type(word.slice(0, length)));
      await type("");
    }
    return took;
  },

  /** Milliseconds from the tap on a form until it is drawn. */
  open: async (form) => {
    location.hash = "/forms";
    await drawn(() => document.querySelector(`[data-testid="form-${form}"]`) !== null);
    const began = performance.now();
    document.querySelector(`[data-testid="form-${form}"]`).click();
    await drawn(() => document.querySelector("[data-testid=form] .field") !== null);
    return performance.now() - began;
  },
})
