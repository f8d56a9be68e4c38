/**
 * Plays the server's side of the conformance scenarios, with this SDK as the phone: what a scenario lets a phone push
 * waits in its outbox, what it expects of the server is what the server answers, and the phone must do with that what
 * `SYNC.md` says.
 */
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { expect } from "vitest";

import { adopt } from "../../src/enrol";
import { Http } from "../../src/http";
import { HttpProblem } from "../../src/problems";
import { pull } from "../../src/pull";
import { push } from "../../src/push";
import { TuyenStore, type OutboxOp } from "../../src/store";
import type { Change, ItemResult, Operation, PullPage, PushAnswer } from "../../src/types";
import { ENROLMENT } from "../phone";
import { problem } from "../simulated_server";
import { instance, mismatch, type Json } from "./matching";

const FOLDER = new URL("../../../conformance/", import.meta.url);

interface Request { by?: string; path: string; json?: { ops?: Operation[] } }
interface Expected { status?: number; json?: Json; rows?: Json; removed?: Json }
interface Step { enrol?: { as?: string }; request?: Request; pull?: { by?: string; from_the_start?: boolean }; expect?: Expected; save?: Record<string, string> }
export interface Scenario { title: string; uuids?: string[]; let?: Record<string, Json>; steps: Step[] }

export function scenario(name: string): Scenario {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")) as Scenario;
}

interface Phone { store: TuyenStore; http: Http; answers: ((body: string) => Response | null)[]; sent: string[] }

let made = 0;

export class Runner {
  private readonly names = new Map<string, Json>();
  private readonly phones = new Map<string, Phone>();
  private clock = 1000;

  async run(played: Scenario): Promise<void> {
    for (const name of played.uuids ?? []) this.names.set(name, randomUUID());
    for (const [name, value] of Object.entries(played.let ?? {})) this.names.set(name, this.fill(value));
    for (const [index, step] of played.steps.entries()) await this.take(step, `step ${index + 1}`);
  }

  private async take(raw: Step, place: string): Promise<void> {
    const expected = this.fill((raw.expect ?? {}) as Json) as Expected;
    if (raw.enrol) await this.enrol(raw.enrol.as ?? "phone");
    const phone = this.phones.get(raw.pull?.by ?? raw.request?.by ?? "phone");
    let told: Json = null;
    if (phone && raw.pull) await this.pull(phone, raw.pull.from_the_start === true, expected, place);
    else if (phone && raw.request?.path === "/sync/push") told = await this.push(phone, this.fill(raw.request.json as unknown as Json) as unknown as { ops: Operation[] }, expected, place);
    else if (phone && raw.request?.path === "/sync/pull" && (expected.status ?? 200) >= 400) await this.refusedPull(phone, expected, place);
    else told = { json: instance(expected.json ?? {}) };
    for (const [name, pointer] of Object.entries(raw.save ?? {})) this.names.set(name, at(told, pointer) ?? this.invented(pointer));
  }

  private async enrol(name: string): Promise<void> {
    const phone: Phone = { store: new TuyenStore(`conformance-${++made}`), answers: [], sent: [], http: null as unknown as Http };
    phone.http = new Http({ base: "http://phone.test", fetch: (_url, init) => {
      phone.sent.push(init?.body as string);
      const answer = phone.answers.shift()?.(init?.body as string);
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError("the server says no more"));
    } });
    await adopt(phone.store, { ...ENROLMENT, device_id: randomUUID() }, { login: name, name });
    this.phones.set(name, phone);
  }

  /** The operations wait, the phone pushes, the server says what the scenario expects of it. */
  private async push(phone: Phone, { ops }: { ops: Operation[] }, expected: Expected, place: string): Promise<Json> {
    const waiting = await this.queue(phone, ops);
    const answer = expected.status === undefined || expected.status < 400 ? this.answer(waiting, expected) : null;
    phone.answers = [() => (answer ? Response.json(answer) : refusal(expected))];
    phone.sent = [];
    await push(phone.store, phone.http).catch((error: unknown) => {
      expect((error as Error).name, place).toMatch(/Unreachable|TryLater|HttpProblem/);
    });
    const first = JSON.parse(phone.sent[0] ?? "{}") as { ops: Operation[]; sent_at?: string };
    expect(first.ops.map((op) => op.n), `${place}: in the order of the numbers`).toEqual(waiting.map((op) => op.n));
    expect(phone.sent[0], `${place}: the same bytes as first written`).toContain(waiting.map((op) => op.body).join(","));
    expect(first.sent_at, `${place}: its own clock`).toBeDefined();
    if (answer) await this.believes(phone, waiting, answer, place);
    else this.mends(phone, expected, place);
    return { json: (answer ?? {}) as unknown as Json };
  }

  private async queue({ store }: Phone, ops: Operation[]): Promise<OutboxOp[]> {
    const device = await store.read("device");
    const written = ops.map((op): OutboxOp => ({
      key: `${op.t}:${(op as { id?: string }).id ?? op.n}:${op.n}`, n: op.n, device_id: device?.device_id ?? "", t: op.t, id: op.id,
      body: JSON.stringify(op), state: "waiting", created_at: Date.now(), ...("tx" in op && op.tx ? { tx: op.tx } : {}),
    }));
    await store.ops.where("state").equals("waiting").delete();
    await store.ops.bulkPut(written);
    return written.sort((a, b) => a.n - b.n);
  }

  private answer(waiting: OutboxOp[], expected: Expected): PushAnswer {
    const said = instance(expected.json ?? {}) as unknown as Partial<PushAnswer>;
    const results = (said.results ?? []).map((result, index): ItemResult => ({ ver: ++this.clock, ...result, n: result.n ?? waiting[index]?.n ?? 0 }));
    return { server_time: new Date().toISOString(), processed_to: results.at(-1)?.n ?? 0, ...said, results };
  }

  /** PUSH-3, 7, 12, 15, 16, 21: what each answer makes of the operation, and that nothing of it is lost. */
  private async believes({ store }: Phone, waiting: OutboxOp[], answer: PushAnswer, place: string): Promise<void> {
    for (const op of waiting) {
      const kept = await store.ops.get(op.key);
      const result = answer.results.find((each) => each.n === op.n);
      const refused = result?.s === "quarantined" || (result?.s === "duplicate" && (result.first === "quarantined" || result.code !== undefined));
      const state = !result ? "waiting" : refused ? "refused" : "answered";
      expect(kept?.state, `${place}: operation ${op.n}, answered ${result?.s}`).toBe(state);
      expect(kept?.body, `${place}: its content is kept`).toBe(op.body);
      if (result) {
        const sha256 = createHash("sha256").update(op.body).digest("hex");
        expect(await store.receipts.get(`${op.device_id}/${op.n}`), place).toMatchObject({ sha256, n: op.n });
      }
    }
  }

  /** PUSH-6: the phone goes on where the server says that something is missing. */
  private mends(phone: Phone, expected: Expected, place: string): void {
    const said = expected.json as { code?: string; expected?: number } | undefined;
    if (said?.code !== "op_gap") return;
    const again = JSON.parse(phone.sent[1] ?? "{}") as { ops?: Operation[] };
    expect(again.ops?.[0]?.n, `${place}: goes on where something is missing`).toBe(said.expected);
  }

  /** CUR-2: begins anew, without its cursor, and keeps what waits. */
  private async refusedPull(phone: Phone, expected: Expected, place: string): Promise<void> {
    phone.sent = [];
    phone.answers = [() => refusal(expected)];
    await phone.store.write("cursor", "of the former pass");
    const error: unknown = await pull(phone.store, phone.http).catch((each: unknown) => each);
    if ((expected.json as { code?: string } | undefined)?.code !== "cursor_reset") return void expect(error, place).toBeInstanceOf(HttpProblem);
    expect((JSON.parse(phone.sent[1] ?? "{}") as { cursor?: unknown }).cursor, `${place}: begins anew`).toBeNull();
  }

  /** The server brings what the scenario says that the phone holds then, in two pages, and takes what it must not hold. */
  private async pull(phone: Phone, whole: boolean, expected: Expected, place: string): Promise<void> {
    if (whole) await phone.store.write("cursor", undefined);
    const held = await rowsOf(phone);
    const changes = rowsIn(expected.rows).map((row): Change => ({ ...row, v: ++this.clock }));
    const wanted = (row: object) => expected.rows === undefined || mismatch(forbidding(expected.rows), [row]) === null;
    const listed = Array.isArray(expected.rows) ? held.filter((row) => !changes.some((each) => each.id === row.id)) : [];
    const remove = [...held.filter((row) => !wanted(row)), ...listed].map((row): [string, string[]] => [row.k, [row.id]]);
    const removed = instance(expected.removed ?? []) as [string, string][];
    for (const [kind, id] of removed) remove.push([kind, [id]]);
    const half = Math.ceil(changes.length / 2);
    phone.answers = [page({ remove, changes: changes.slice(0, half), complete: false }), page({ changes: changes.slice(half), complete: true })];
    phone.sent = [];
    await pull(phone.store, phone.http);
    const cursors = phone.sent.map((body) => (JSON.parse(body) as { cursor: string | null }).cursor);
    expect(cursors[1], `${place}: goes on with the cursor of the page before`).toBe("half");
    if (expected.rows !== undefined) expect(mismatch(expected.rows, await rowsOf(phone)), place).toBeNull();
    for (const [kind, id] of removed) expect(await phone.store.rows.get([kind, id]), place).toBeUndefined();
  }

  private fill(value: Json): Json {
    if (Array.isArray(value)) return value.map((each) => this.fill(each));
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.fill(each)]));
    if (typeof value !== "string") return value;
    return value.startsWith("$") ? this.named(value.slice(1)) : value.replace(/\{\$([\w.]+)\}/g, (_, name: string) => this.names.get(name) as string);
  }

  private named(name: string): Json {
    const [kind = "", argument = ""] = name.split(":");
    if (kind === "now" || kind === "minutes_ago") return new Date(Date.now() - Number(argument || 0) * 60_000).toISOString();
    if (kind === "text") return "x".repeat(Number(argument));
    if (kind === "sha256") return createHash("sha256").update(readFileSync(new URL(`files/${argument}`, FOLDER))).digest("hex");
    if (kind === "size") return readFileSync(new URL(`files/${argument}`, FOLDER)).length;
    if (!this.names.has(name)) this.names.set(name, randomUUID());
    return this.names.get(name) ?? null;
  }

  private invented(pointer: string): Json {
    return pointer.endsWith("ver") ? ++this.clock : randomUUID();
  }
}

async function rowsOf({ store }: Phone): Promise<{ k: string; id: string; d: unknown }[]> {
  return (await store.rows.toArray()).map(({ k, id, d }) => ({ k, id, d }));
}

function rowsIn(wanted: Json | undefined): { k: string; id: string; d: unknown }[] {
  const rows = instance(wanted ?? []) as { k?: string; id?: string; d?: unknown }[];
  return rows.map((row) => ({ k: row.k ?? "customer", id: row.id ?? randomUUID(), d: row.d ?? {} }));
}

/** Only what must not be there. */
function forbidding(wanted: Json): Json {
  const { $has_no } = wanted as { $has_no?: Json };
  return $has_no === undefined ? { $any: 1 } : { $has_no };
}

function page(part: Partial<PullPage>): () => Response {
  const plain = { epoch: "epoch-1", cursor: part.complete ? "whole" : "half", server_time: new Date().toISOString(), acked_n: 0, remove: [], changes: [] };
  return () => Response.json({ ...plain, ...part });
}

function refusal(expected: Expected): Response {
  const { code = "refused", ...more } = instance(expected.json ?? {}) as { code?: string };
  return problem(expected.status ?? 400, code, more);
}

function at(document: Json, pointer: string): Json | undefined {
  return pointer.split("/").slice(1).reduce<Json | undefined>((found, part) => (found as Record<string, Json> | undefined)?.[part], document);
}
