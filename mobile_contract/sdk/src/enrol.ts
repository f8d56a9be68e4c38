/** Signing a phone in and out. */
import type { Http } from "./http";
import { renumbered, waiting } from "./queue";
import type { Device, TuyenStore } from "./store";
import type { Enrolment } from "./types";

/** Forms of another person still wait on this phone: they must be handed in by that person first. */
export class OtherPersonsQueue extends Error {
  constructor(readonly owner: string, readonly count: number) {
    super("other_persons_queue");
    this.name = "OtherPersonsQueue";
  }
}

export interface SignIn { login: string; password: string; deviceName: string; platform: string; appVersion: string }

export async function signIn(store: TuyenStore, http: Http, form: SignIn): Promise<Device> {
  const sentAt = Date.now();
  const enrolment = await http.enrol(form.login, form.password, {
    name: form.deviceName, platform: form.platform, app_version: form.appVersion,
  });
  const offset = Date.parse(enrolment.server_time) - (sentAt + Date.now()) / 2;
  return adopt(store, enrolment, { login: form.login, name: form.deviceName }, offset);
}

/**
 * Become the enrolled device. The same person's waiting operations take numbers of the new device's queue, in their
 * order; another person's data leaves the phone, unless it holds work that is not handed in (`OtherPersonsQueue`).
 */
export async function adopt(
  store: TuyenStore, enrolment: Enrolment, as: { login: string; name: string }, clockOffsetMs = 0,
): Promise<Device> {
  const { epoch, device_id, token, employee, organisation } = enrolment;
  const device: Device = { device_id, token, employee, organisation, ...as };
  await store.transaction("rw", store.tables, async () => {
    const former = await store.read("device");
    const pending = await waiting(store);
    if (former && former.employee.id !== employee.id) {
      if (pending.length > 0) throw new OtherPersonsQueue(former.employee.name, pending.length);
      await forget(store);
    } else if (former && former.device_id !== device_id) {
      await store.ops.bulkPut(pending.map((op, index) => renumbered(op, index + 1, device_id)));
      await store.write("counter", pending.length);
      // The cursor was signed for the former device.
      await restartPull(store);
    }
    await store.write("device", device);
    await store.write("epoch", epoch);
    await store.write("trouble", undefined);
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
  await store.write("cursor", undefined);
  await store.write("stage_cursor", undefined);
}

async function forget(store: TuyenStore): Promise<void> {
  for (const table of store.tables) await table.clear();
}
