/** Signing a phone in and out. */
import type { Http } from "./http";
import { matchCode, newKey, prove, tidyCode } from "./keys";
import { acknowledgedLately, inOrderMade, renumbered, waiting } from "./queue";
import type { Device, TuyenStore } from "./store";
import { kept } from "./tokens";
import type { Enrolment } from "./types";

/** Forms of another person still wait on this phone: they must be handed in by that person first. */
export class OtherPersonsQueue extends Error {
  constructor(readonly owner: string, readonly count: number) {
    super("other_persons_queue");
    this.name = "OtherPersonsQueue";
  }
}

/** By `code`, or by `login` and `password`. */
export interface SignIn { code?: string; login?: string; password?: string; deviceName: string; platform: string; appVersion: string }

/**
 * Enrol this phone. Key and code are kept before they are sent: when the answer is lost, the same phone asks again with
 * the same key and is told the same.
 */
export async function signIn(store: TuyenStore, http: Http, form: SignIn): Promise<Device> {
  const code = form.code === undefined ? undefined : tidyCode(form.code);
  const key = (await store.read("key")) ?? (await newKey());
  await store.write("key", key);
  await store.write("enrolling", code);
  const credential = code === undefined ? { login: form.login ?? "", password: form.password ?? "" } : { code };
  const proof = await prove(key, "/devices", code ?? form.login ?? "");
  const sentAt = Date.now();
  const info = { name: form.deviceName, platform: form.platform, app_version: form.appVersion };
  const enrolment = await http.enrol(credential, info, { public_key: key.jwk, proof });
  const offset = Date.parse(enrolment.server_time) - (sentAt + Date.now()) / 2;
  // Its own digits, of its own key: those of the console must be the same.
  const match_code = enrolment.state === "pending" && code ? await matchCode(code, key.jwk) : null;
  return adopt(store, { ...enrolment, match_code }, { login: form.login ?? "", name: form.deviceName }, offset);
}

/**
 * Become the enrolled device. The same person's waiting operations take numbers of the new device's queue, in their
 * order; another person's data leaves the phone, unless it holds work that is not handed in (`OtherPersonsQueue`).
 */
export async function adopt(
  store: TuyenStore, enrolment: Enrolment, as: { login: string; name: string }, clockOffsetMs = 0,
): Promise<Device> {
  const { epoch, device_id, token, match_code, employee, organisation } = enrolment;
  const device: Device = { device_id, match_code, employee, organisation, ...as, ...kept(enrolment), token };
  await store.transaction("rw", store.tables, async () => {
    const former = await store.read("device");
    const pending = await waiting(store);
    if (former && former.employee.id !== employee.id) {
      if (pending.length > 0) throw new OtherPersonsQueue(former.employee.name, pending.length);
      await forget(store);
    } else if (former && former.device_id !== device_id) {
      // A server that was restored meanwhile has forgotten what it acknowledged: it is told in the order it was made.
      const known = await store.read("epoch");
      const forgotten = known !== undefined && known !== epoch ? await acknowledgedLately(store) : [];
      const all = inOrderMade([...forgotten, ...pending]);
      await store.ops.bulkPut(all.map((op, index) => ({ ...renumbered(op, index + 1, device_id), state: "waiting" as const })));
      await store.write("counter", all.length);
      // The cursor was signed for the former device.
      await restartPull(store);
    }
    await store.write("device", device);
    await store.write("epoch", epoch);
    await store.write("trouble", undefined);
    await store.write("enrolling", undefined);
    await store.write("clock_offset_ms", clockOffsetMs);
  });
  return device;
}

/** Forget everything of this person. The caller has made sure that nothing waits, or that the person knows. */
export async function signOut(store: TuyenStore): Promise<void> {
  await store.transaction("rw", store.tables, () => forget(store));
}

/** Begin the next pull without a cursor; what is shown stays until it completes. */
export async function restartPull(store: TuyenStore): Promise<void> {
  await store.staged.clear();
  for (const key of ["cursor", "stage_cursor", "stage_whole", "stage_reset"] as const) await store.write(key, undefined);
}

/** Everything but the key, which is the phone's: enrolled anew, it is known to be the same phone. */
async function forget(store: TuyenStore): Promise<void> {
  const key = await store.read("key");
  for (const table of store.tables) await table.clear();
  await store.write("key", key);
}
