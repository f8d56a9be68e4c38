import { describe, expect, it } from "vitest";

import { mismatch } from "./conformance/matching";
import { Runner, scenario } from "./conformance/runner";

/** The scenarios that say something about a phone; the others speak of bytes that no phone of this SDK writes. */
const ABOUT_PHONES = [
  "conflict_later_wins", "conflict_merged", "conflict_settled", "cursor_reset", "drain", "echo", "gap", "gap_further_on",
  "invisible_record", "kinds", "merge_of_two_fields", "notification_read", "old_form_version", "order", "own_edits", "pin_moved_far",
  "replay", "replay_in_other_batches", "route_given_and_taken", "submission_id_used_again", "text_before_media",
  "transaction", "unknown_form", "visibility", "waits_for_parent", "wrong_clock",
];

describe("the phone's side of the conformance suite", () => {
  it.each(ABOUT_PHONES)("%s", async (name) => {
    await new Runner().run(scenario(name));
  });

  it("fails where a phone holds what the scenario forbids", async () => {
    const played = scenario("route_given_and_taken");
    const last = played.steps.findLast((step) => step.pull);
    if (last) last.expect = { rows: [{ k: "customer", id: "nobody", d: { never: 1 } }, { k: "customer", id: "nobody", d: { never: 2 } }] };
    await expect(new Runner().run(played)).rejects.toThrow();
  });

  it("matches as the server's runner does", () => {
    expect(mismatch({ a: { $absent: true }, b: { $over: 3 } }, { b: 4, c: 1 })).toBeNull();
    expect(mismatch([{ $type: "string" }], [])).not.toBeNull();
    expect(mismatch({ $has_no: { k: "customer" } }, [{ k: "route" }, { k: "customer" }])).not.toBeNull();
  });
});
