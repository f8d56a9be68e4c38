/** A server of the contract in memory, with faults on demand: enough to see what a phone does with its answers. */
import { createHash } from "node:crypto";

import type { Change, ItemResult, NumberLease, Operation } from "../src/types";

interface Row { seq: number; change: Change }
interface Upload { mediaId: string; sha256: string; length: number; bytes: Uint8Array; done: boolean }
export interface Call { method: string; path: string; query: URLSearchParams; body: string; headers: Headers }
interface PullBody { cursor: string | null; limit: number; held?: Record<string, number>; reset?: string[] }

export class Dropped extends TypeError {}

export class SimulatedServer {
  epoch = "epoch-1";
  lastN = 0;
  seq = 0;
  pageRows = 2000;
  opLimit = 500;
  /** Answers by number, with the bytes that were sent. */
  receipts = new Map<number, { body: string; result: ItemResult }>();
  /** Accepted submissions by id, in order. */
  submissions = new Map<string, Operation>();
  rows = new Map<string, Row>();
  removals: { seq: number; kind: string; id: string }[] = [];
  uploads = new Map<string, Upload>();
  /** What became later of an operation, by number. */
  later = new Map<number, Partial<ItemResult>>();
  lent: NumberLease[] = [];
  leaseSize = 100;
  again = false;
  nextAfterMs = 0;
  calls: Call[] = [];
  rights: string[] = [];
  judge: (op: Operation) => Partial<ItemResult> = () => ({ s: "applied" });
  /** May answer instead of the server, or throw (the line is cut). */
  before: (call: Call) => Response | undefined = () => undefined;
  /** May throw after the server has acted: the answer is lost. */
  after: (call: Call) => void = () => undefined;

  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname, searchParams } = new URL(url, "http://phone.test");
    const body = await bodyOf(init.body);
    const call = {
      method: init.method ?? "GET", path: pathname.replace("/api/v1", ""), query: searchParams, body: body.text,
      headers: new Headers(init.headers),
    };
    this.calls.push(call);
    const answer = this.before(call) ?? this.route(call, body.bytes);
    this.after(call);
    return answer;
  };

  put(k: string, id: string, d: unknown): void {
    const seq = ++this.seq;
    this.rows.set(`${k}/${id}`, { seq, change: { k, id, v: seq, d } });
  }

  /** Merge a record into another: phones are told where it lives on. */
  merge(k: string, id: string, into: string): void {
    const seq = ++this.seq;
    this.rows.set(`${k}/${id}`, { seq, change: { k, id, v: seq, x: 1, into } });
  }

  remove(kind: string, id: string): void {
    this.rows.delete(`${kind}/${id}`);
    this.removals.push({ seq: ++this.seq, kind, id });
  }

  /** A backup from before everything was put back. */
  forget(epoch: string): void {
    this.epoch = epoch;
    this.lastN = 0;
    this.receipts.clear();
    this.submissions.clear();
  }

  pushed(): { ops: Operation[] }[] {
    return this.calls.filter((call) => call.path === "/sync/push").map((call) => JSON.parse(call.body) as { ops: Operation[] });
  }

  private route(call: Call, bytes: Uint8Array): Response {
    if (call.path === "/sync/capabilities") return json({ protocols: ["tuyen-sync/1"], limits: this.limits(), features: [], server_time: now() });
    if (call.path === "/sync/push") return this.push(call.body);
    if (call.path === "/sync/pull") return this.pull(JSON.parse(call.body) as PullBody);
    if (call.path === "/sync/receipts") return this.receiptsFrom(Number(call.query.get("from_n")));
    if (call.path === "/sync/digest") return this.digest((JSON.parse(call.body) as { cursor: string }).cursor);
    if (call.path === "/rights/own") return json({ rights: this.rights });
    if (call.path === "/sync/poke") return json({ seq: this.seq });
    if (call.path === "/media") return this.create(call.headers);
    if (call.path.startsWith("/media/uploads/")) return this.tus(call, bytes);
    return problem(404, "not_found");
  }

  limits() {
    return { push_ops: this.opLimit, push_bytes: 1_048_576, op_bytes: 262_144, page_rows: this.pageRows };
  }

  private push(body: string): Response {
    const texts = splitOps(body);
    const results: ItemResult[] = [];
    for (const text of texts) {
      const op = JSON.parse(text) as Operation;
      const known = this.receipts.get(op.n);
      if (known) {
        results.push(known.body === text ? { ...known.result, first: known.result.s, s: "duplicate" } : { n: op.n, s: "quarantined", code: "id_reuse" });
        continue;
      }
      if (op.n !== this.lastN + 1) {
        if (results.length > 0) break;
        return problem(409, "op_gap", { expected: this.lastN + 1 });
      }
      const result = { n: op.n, s: "applied" as const, ...this.judge(op) };
      results.push(result);
      if (result.s === "retry") break;
      this.receipts.set(op.n, { body: text, result });
      this.lastN = op.n;
      if (["applied", "blocked"].includes(result.s) && op.t === "submit") {
        if (this.submissions.has(op.id)) throw new Error(`submitted twice: ${op.id}`);
        this.submissions.set(op.id, op);
        this.put("submission", op.id, { form: op.form, version: op.version, state: "received", occurred_at: op.occurred_at, received_at: now() });
      }
    }
    return json({ epoch: this.epoch, server_time: now(), processed_to: this.lastN, results });
  }

  /** The cursor is `epoch/rows seen up to/kinds that are filled anew/of these seen up to`. */
  private pull({ cursor, limit, held, reset }: PullBody): Response {
    const [epoch, from, kinds = "", filled = "0"] = cursor ? cursor.split("/") : [this.epoch, "0"];
    if (epoch !== this.epoch) return problem(409, "cursor_reset", { reason: "epoch" });
    const going = kinds.split(",").filter(Boolean);
    const begins = going.length === 0;
    const anew = begins ? (reset ?? []) : going;
    const after = (row: Row) => (anew.includes(row.change.k) ? (begins ? 0 : Number(filled)) : Number(from));
    const later = [...this.rows.values()].filter((row) => row.seq > after(row)).sort((a, b) => a.seq - b.seq);
    const page = later.slice(0, Math.min(limit, this.pageRows));
    const complete = page.length === later.length;
    const upTo = complete ? this.seq : (page.at(-1)?.seq ?? 0);
    const next = complete ? `${this.epoch}/${this.seq}` : `${this.epoch}/${anew.length ? Math.max(Number(from), upTo) : upTo}/${anew.join(",")}/${upTo}`;
    const gone = complete && Number(from) > 0 ? this.removals.filter((each) => each.seq > Number(from)) : [];
    const again = this.again;
    this.again = false;
    return json({
      epoch: this.epoch, complete, cursor: next, server_time: now(), acked_n: this.lastN, leases: this.lend(held ?? {}),
      remove: gone.map((each) => [each.kind, [each.id]]), changes: page.map((row) => row.change), again, next_after_ms: this.nextAfterMs,
    });
  }

  private lend(held: Record<string, number>): NumberLease[] {
    const wanted = Object.keys(held).filter((series) => (held[series] ?? 0) < this.leaseSize / 2);
    const given = wanted.map((series) => {
      const from = 1 + Math.max(0, ...this.lent.filter((each) => each.series === series).map((each) => each.to));
      return { series, from, to: from + this.leaseSize - 1, exp: new Date(Date.now() + 86_400_000).toISOString() };
    });
    this.lent.push(...given);
    return given;
  }

  private receiptsFrom(n: number): Response {
    const items = [...this.receipts].filter(([each]) => each >= n).sort(([a], [b]) => a - b).slice(0, 500);
    return json({ items: items.map(([each, { body, result }]) => ({
      ...result, ...this.later.get(each), sha256: createHash("sha256").update(body).digest("hex"), received_at: now(),
    })) });
  }

  private digest(cursor: string): Response {
    const kinds: Record<string, { count: number; sha256: string }> = {};
    const live = [...this.rows.values()].filter((row) => !row.change.x);
    for (const kind of new Set(live.map((row) => row.change.k))) {
      const lines = live.filter((row) => row.change.k === kind).map(({ change }) => `${change.id}:${change.v}\n`).sort();
      kinds[kind] = { count: lines.length, sha256: createHash("sha256").update(lines.join("")).digest("hex") };
    }
    return json({ stale: cursor !== `${this.epoch}/${this.seq}`, kinds });
  }

  private create(headers: Headers): Response {
    const meta = Object.fromEntries((headers.get("Upload-Metadata") ?? "").split(",").map((pair) => {
      const [key = "", value = ""] = pair.split(" ");
      return [key, Buffer.from(value, "base64").toString()];
    }));
    const token = meta.media_id ?? "";
    if (!this.uploads.has(token)) {
      this.uploads.set(token, { mediaId: token, sha256: meta.sha256 ?? "", length: Number(headers.get("Upload-Length")), bytes: new Uint8Array(), done: false });
    }
    return new Response(null, { status: 201, headers: { Location: `/api/v1/media/uploads/${token}`, "Tus-Resumable": "1.0.0" } });
  }

  private tus(call: Call, bytes: Uint8Array): Response {
    const upload = this.uploads.get(call.path.split("/").pop() ?? "");
    if (!upload) return problem(404, "not_found");
    const offset = upload.done ? upload.length : upload.bytes.length;
    if (call.method === "HEAD") return new Response(null, { headers: { "Upload-Offset": String(offset), "Upload-Length": String(upload.length) } });
    if (Number(call.headers.get("Upload-Offset")) !== offset) return problem(409, "offset");
    upload.bytes = Buffer.concat([upload.bytes, bytes]);
    if (upload.bytes.length === upload.length) {
      upload.done = createHash("sha256").update(upload.bytes).digest("hex") === upload.sha256;
      if (!upload.done) {
        upload.bytes = new Uint8Array();
        return problem(460, "media_hash_mismatch");
      }
    }
    return new Response(null, { status: 204, headers: { "Upload-Offset": String(upload.bytes.length) } });
  }
}

export function problem(status: number, code: string, more: object = {}, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ status, code, ...more }), { status, headers: { "Content-Type": "application/problem+json", ...headers } });
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
}

function now(): string {
  return new Date().toISOString();
}

async function bodyOf(body: BodyInit | null | undefined): Promise<{ text: string; bytes: Uint8Array }> {
  if (typeof body === "string") return { text: body, bytes: new TextEncoder().encode(body) };
  if (!body) return { text: "", bytes: new Uint8Array() };
  return { text: "", bytes: new Uint8Array(await new Response(body).arrayBuffer()) };
}

/** The exact text of each operation, which is what the server's hash is over. */
function splitOps(body: string): string[] {
  const texts: string[] = [];
  const start = body.indexOf('"ops":[') + 7;
  let depth = 0;
  let from = start;
  let quoted = false;
  for (let i = start; i < body.length; i++) {
    const c = body[i];
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "{" || c === "[") {
      if (depth++ === 0) from = i;
    } else if (c === "}" || c === "]") {
      if (depth === 0) break;
      if (--depth === 0) texts.push(body.slice(from, i + 1));
    }
  }
  return texts;
}
