import type { SubmissionData } from "@tuyen/sdk";

import { store } from "../services";
import { verdictKey } from "./history";

const MOST_REMEMBERED = 500;

/** The person has dealt with what the supervisor sent back: it leaves the list of open work, on this phone. */
export async function setHandled(id: string, row: SubmissionData): Promise<void> {
  await store.transaction("rw", store.meta, async () => {
    const before = (await store.read("handled")) ?? [];
    await store.write("handled", [...before, verdictKey(id, row)].slice(-MOST_REMEMBERED));
  });
}
