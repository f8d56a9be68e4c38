import { beforeEach, describe, expect, it } from "vitest";

import { aliasMap } from "../src/aliases";
import { openDraft, saveDraft } from "../src/drafts";
import { pull } from "../src/pull";
import { push } from "../src/push";
import { submit } from "../src/queue";
import { customersView } from "../src/view";
import { phone, SHOP, VISIT, type Phone } from "./phone";

describe("a customer that was merged into another", () => {
  let p: Phone;
  beforeEach(async () => {
    p = await phone();
    for (const id of ["a", "b", "c"]) p.server.put("customer", id, { type: "shop", fields: { full_name: id, rank: "B" } });
    await pull(p.store, p.http);
  });
  const merge = async (...pairs: [string, string][]) => {
    for (const [id, into] of pairs) p.server.merge("customer", id, into);
    await pull(p.store, p.http);
  };
  const edit = () => submit(p.store, { draftKey: "x", submissionId: "s1", definition: SHOP, answers: { rank: "A" }, record: { kind: "customer", id: "a", base: 1 }, media: {} });
  const view = async () => customersView(await p.store.rows.where("k").equals("customer").toArray(), await p.store.ops.toArray(), { aliases: aliasMap(await p.store.aliases.toArray()) });

  it("is followed, over several merges too", async () => {
    await merge(["a", "b"], ["b", "c"]);
    expect((await p.store.row("customer", "a"))?.id).toBe("c");
    expect(aliasMap(await p.store.aliases.toArray()).get("a")).toBe("c");
  });

  it("does not lead in a circle, whatever the server says", async () => {
    await merge(["a", "b"], ["b", "a"]);
    expect(await p.store.row("customer", "a")).toBeUndefined();
  });

  it("is named anew in drafts, and typed text stays", async () => {
    const draft = await openDraft(p.store, VISIT, { customerId: "a" });
    await saveDraft(p.store, { ...draft, touched: true, values: { ...draft.values, note: "dở dang" } });
    await merge(["a", "b"]);
    expect(await p.store.drafts.get(draft.key)).toMatchObject({ customer_id: "b", values: { customer: "b", note: "dở dang" } });
  });

  it("keeps an edit of it in view on the one that lives on; its bytes stay as they were", async () => {
    const op = await edit();
    await merge(["a", "b"]);
    expect((await view()).map((each) => [each.id, each.d.fields.rank, each.pending]).sort()).toEqual([["b", "A", true], ["c", "B", false]]);
    await push(p.store, p.http);
    expect(p.server.receipts.get(1)?.body).toBe(op.body);
  });

  it("is there again when it is parted from the other", async () => {
    await merge(["a", "b"]);
    p.server.put("customer", "a", { type: "shop", fields: { full_name: "a lại" } });
    await pull(p.store, p.http);
    expect((await p.store.row("customer", "a"))?.id).toBe("a");
    expect(await p.store.aliases.count()).toBe(0);
  });
});
