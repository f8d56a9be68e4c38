/** A phone for tests: a fresh database, signed in, talking to a simulated server. */

import { adopt } from "../src/enrol";
import { Http } from "../src/http";
import { newId } from "../src/ids";
import { submit } from "../src/queue";
import { TuyenStore, type OutboxOp } from "../src/store";
import { SyncEngine, type SyncOptions } from "../src/sync";
import type { Answers, Enrolment, FormDefinition } from "../src/types";
import { SimulatedServer } from "./simulated_server";

let made = 0;

export interface Phone { store: TuyenStore; http: Http; server: SimulatedServer; name: string }

export const ENROLMENT: Enrolment = {
  device_id: "0190aaaa-0000-7000-8000-000000000001", token: "secret", epoch: "epoch-1",
  employee: { id: "employee-1", name: "Nguyễn Thị Hoa", role: "rep" }, organisation: { id: "org-1", name: "Demo" },
  server_time: new Date().toISOString(),
};

export async function phone(server = new SimulatedServer()): Promise<Phone> {
  const name = `phone-${++made}`;
  const store = new TuyenStore(name);
  await adopt(store, ENROLMENT, { login: "hoa", name: "Test" });
  return { store, server, name, http: httpOf(store, server) };
}

export function httpOf(store: TuyenStore, server: SimulatedServer): Http {
  return new Http({
    appVersion: "0.3.0", base: "http://phone.test/api/v1", fetch: server.fetch, token: async () => (await store.read("device"))?.token });
}

/** The tab was killed and opened again: the database is all that is left. */
export function reopened(dead: Phone): Phone {
  dead.store.close();
  const store = new TuyenStore(dead.name);
  return { ...dead, store, http: httpOf(store, dead.server) };
}

/** An engine that never starts by itself. */
export function engineOf({ store, http }: Phone, options: SyncOptions = {}): SyncEngine {
  return new SyncEngine(store, http, { exclusive: (work) => work(), random: () => 0.5, ...options });
}

export const VISIT: FormDefinition = {
  key: "interaction.f2f", version: 2, title: { vi: "Gặp trực tiếp", en: "Face to face" }, module: "interactions", record: null,
  actions: ["finish_exit", "finish_new"],
  fields: [
    { name: "customer", type: "ref", of: "customer", required: true, label: { vi: "Khách hàng", en: "Customer" } },
    { name: "gps", type: "gps", required: true, label: { vi: "Vị trí", en: "Position" } },
    { name: "photos", type: "media", label: { vi: "Ảnh", en: "Photos" } },
    { name: "note", type: "longtext", voice: true, label: { vi: "Ghi chú", en: "Note" } },
  ],
};

export const SHOP: FormDefinition = {
  key: "customer.shop", version: 3, title: { vi: "Cửa hàng", en: "Shop" }, module: "customers", record: { kind: "customer", type: "shop" },
  actions: ["finish_exit", "finish_new"],
  fields: [
    { name: "full_name", type: "text", required: true, label: { vi: "Tên", en: "Name" } },
    { name: "phone", type: "phone", required: true, label: { vi: "Điện thoại", en: "Phone" } },
    { name: "email", type: "email", label: { vi: "Email", en: "Email" } },
    { name: "website", type: "url", label: { vi: "Web", en: "Web" } },
    { name: "opened_on", type: "date", label: { vi: "Ngày mở", en: "Opened" } },
    { name: "rank", type: "select", label: { vi: "Hạng", en: "Rank" }, options: ["A", "B"].map((value) => ({ value, label: { vi: value, en: value } })) },
    { name: "tags", type: "multi", max: 2, label: { vi: "Thẻ", en: "Tags" }, options: ["x", "y", "z"].map((value) => ({ value, label: { vi: value, en: value } })) },
    { name: "address_province", type: "province", label: { vi: "Tỉnh", en: "Province" } },
    { name: "address_ward", type: "ward", parent: "address_province", label: { vi: "Phường", en: "Ward" } },
    { name: "staff", type: "stepper", max: 50, label: { vi: "Nhân viên", en: "Staff" } },
    { name: "gps", type: "gps", label: { vi: "Vị trí", en: "Position" } },
    { name: "photos", type: "media", label: { vi: "Ảnh", en: "Photos" } },
  ],
};

export function handIn({ store }: Phone, answers: Answers = { note: "Đã gặp" }, media: Record<string, string[]> = {}, id = newId()): Promise<OutboxOp> {
  return submit(store, { draftKey: `new/${id}`, submissionId: id, definition: VISIT, answers, media });
}

export function bytesOf(size: number, seed = 7): ArrayBuffer {
  return Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed) % 251).buffer;
}
