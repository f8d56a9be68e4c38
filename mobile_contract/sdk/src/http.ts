/** The one door to the server: bearer token, language, time limits, problem bodies. */
import { newId } from "./ids";
import type { Proof, PublicKey } from "./keys";
import { HttpProblem, Unreachable } from "./problems";
import type { Capabilities, Enrolment, Language, Problem, TokensAnswer } from "./types";

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface HttpOptions {
  /** The base of the API, without a closing slash. */
  base?: string;
  fetch?: Fetch;
  language?: () => Language;
  /** The app's version, told with every request: a server that has grown past it says so. */
  appVersion?: string;
  token?: () => Promise<string | undefined>;
  /** Another token than the one that the server did not take, if there is one. */
  renew?: (used: string | undefined) => Promise<string | undefined>;
}

export interface Credential { code?: string; login?: string; password?: string }
export interface DeviceInfo { name: string; platform: string; app_version: string }
interface Proved { public_key: PublicKey; proof: Proof }

/** A pull of 2,000 rows over a 2G line takes this long at worst; a hung line must not hold the sync lock for ever. */
const ANSWER_WITHIN_MS = 90_000;
/** What a 401 says when another token may do; a HEAD has no body to say it in. */
const UNKNOWN_TOKEN = new Set(["unauthenticated", "http_401"]);
const GZIP_FROM_CHARACTERS = 2_048;

export class Http {
  readonly base: string;
  readonly fetch: Fetch;
  readonly appVersion: string | undefined;
  private readonly options: HttpOptions;

  constructor(options: HttpOptions = {}) {
    this.options = options;
    this.appVersion = options.appVersion;
    this.base = options.base ?? "/api/v1";
    this.fetch = options.fetch ?? ((input, init) => fetch(input, init));
  }

  capabilities(): Promise<Capabilities> {
    return this.answer("GET", "/sync/capabilities", this.plainHeaders());
  }

  enrol(credential: Credential, device: DeviceInfo, proved: Proved): Promise<Enrolment> {
    return this.post("/devices", { ...credential, device, ...proved });
  }

  refresh(asked: { refresh_token: string; proof: Proof }): Promise<TokensAnswer> {
    return this.post("/devices/token", asked);
  }

  upgrade(token: string, proved: Proved): Promise<TokensAnswer> {
    return this.post("/devices/key", proved, token);
  }

  /** Say that everything was erased, as it was signed before. */
  async confirmWiped({ refresh_token, proof }: { refresh_token: string; proof: Proof }): Promise<void> {
    const headers = { ...this.plainHeaders(refresh_token), "Content-Type": "application/json" };
    await this.send("POST", "/devices/wiped", { headers, body: JSON.stringify({ proof }) });
  }

  async headers(): Promise<Record<string, string>> {
    return this.plainHeaders(await this.options.token?.());
  }

  /** The number of the organisation's newest change: at once, or when it is not `since` any more, after `wait` seconds at most. */
  async poke(since: number, wait: number, signal: AbortSignal): Promise<number> {
    const path = `/sync/poke?since=${since}&wait=${wait}`;
    const response = await this.sendRenewing("GET", path, { headers: await this.headers(), signal });
    try {
      return ((await response.json()) as { seq: number }).seq;
    } catch (cause) {
      throw new Unreachable(cause);
    }
  }

  /** Another token than `used`, which the server did not take. */
  async renew(used: string | undefined): Promise<string | undefined> {
    return this.options.renew?.(used);
  }

  private plainHeaders(token?: string): Record<string, string> {
    // The server carries this id into its logs, the outbox and the worker: one line of enquiry from phone to job.
    const headers: Record<string, string> = { "Accept-Language": this.options.language?.() ?? "vi", "X-Request-Id": newId() };
    if (this.appVersion) headers["X-App-Version"] = this.appVersion;
    if (token) headers.Authorization = `Bearer ${token}`;
    return headers;
  }

  private post<T>(path: string, body: object, token?: string): Promise<T> {
    return this.answer("POST", path, this.plainHeaders(token), JSON.stringify(body));
  }

  async json<T>(method: string, path: string, body?: string, gzip = false): Promise<T> {
    return this.answer(method, path, await this.headers(), body, gzip, true);
  }

  private async answer<T>(
    method: string, path: string, headers: Record<string, string>, body?: string, gzip = false, renewing = false,
  ): Promise<T> {
    let payload: BodyInit | undefined = body;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (body !== undefined && gzip && body.length > GZIP_FROM_CHARACTERS && typeof CompressionStream !== "undefined") {
      payload = await compress(body);
      headers["Content-Encoding"] = "gzip";
    }
    const init = { headers, body: payload };
    const response = await (renewing ? this.sendRenewing(method, path, init) : this.send(method, path, init));
    try {
      return (await response.json()) as T;
    } catch (cause) {
      // Cut off half-way, or a captive portal's page: no answer of our server.
      throw new Unreachable(cause);
    }
  }

  /** Send with a token that is changed once where the server does not know it any more. Raises as `send`. */
  async sendRenewing(method: string, path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    try {
      return await this.send(method, path, init);
    } catch (error) {
      if (!(error instanceof HttpProblem && error.status === 401 && UNKNOWN_TOKEN.has(error.problem.code))) throw error;
      const used = init.headers.Authorization?.replace("Bearer ", "");
      const fresh = await this.renew(used);
      if (!fresh || fresh === used) throw error;
      return this.send(method, path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${fresh}` } });
    }
  }

  /** Send; raise `Unreachable` without an answer and `HttpProblem` for a refusal. */
  async send(method: string, path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await this.fetch(path.startsWith("http") ? path : this.base + path, {
        ...init, method, cache: "no-store", credentials: "omit", signal: within(ANSWER_WITHIN_MS, init.signal),
      });
    } catch (cause) {
      throw new Unreachable(cause);
    }
    if (response.ok) return response;
    throw new HttpProblem(response.status, await problemOf(response), retryAfter(response));
  }
}

function within(ms: number, signal: AbortSignal | null | undefined): AbortSignal {
  const limit = AbortSignal.timeout(ms);
  if (!signal || !("any" in AbortSignal)) return signal ?? limit;
  return AbortSignal.any([limit, signal]);
}

async function compress(text: string): Promise<ArrayBuffer> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function problemOf(response: Response): Promise<Problem> {
  const plain: Problem = { status: response.status, code: `http_${response.status}` };
  try {
    const body = (await response.json()) as Partial<Problem> | null;
    return body && typeof body === "object" ? { ...plain, ...body, status: response.status } : plain;
  } catch {
    return plain;
  }
}

/** `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfter(response: { headers: { get(name: string): string | null } }, now = Date.now()): number | null {
  const value = response.headers.get("Retry-After");
  if (!value) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
