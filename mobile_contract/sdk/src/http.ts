/** The one door to the server: bearer token, language, time limits, problem bodies. */
import { newId } from "./ids";
import { HttpProblem, Unreachable } from "./problems";
import type { Capabilities, Enrolment, Language, Problem } from "./types";

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface HttpOptions {
  /** The base of the API, without a closing slash. */
  base?: string;
  fetch?: Fetch;
  language?: () => Language;
  token?: () => Promise<string | undefined>;
}

/** A pull of 2,000 rows over a 2G line takes this long at worst; a hung line must not hold the sync lock for ever. */
const ANSWER_WITHIN_MS = 90_000;
const GZIP_FROM_CHARACTERS = 2_048;

export class Http {
  readonly base: string;
  readonly fetch: Fetch;
  private readonly options: HttpOptions;

  constructor(options: HttpOptions = {}) {
    this.options = options;
    this.base = options.base ?? "/api/v1";
    this.fetch = options.fetch ?? ((input, init) => fetch(input, init));
  }

  capabilities(): Promise<Capabilities> {
    return this.json("GET", "/sync/capabilities");
  }

  enrol(login: string, password: string, device: { name: string; platform: string; app_version: string }): Promise<Enrolment> {
    return this.json("POST", "/devices", JSON.stringify({ login, password, device }));
  }

  async headers(): Promise<Record<string, string>> {
    const token = await this.options.token?.();
    // The server carries this id into its logs, the outbox and the worker: one line of enquiry from phone to job.
    const headers: Record<string, string> = { "Accept-Language": this.options.language?.() ?? "vi", "X-Request-Id": newId() };
    if (token) headers.Authorization = `Bearer ${token}`;
    return headers;
  }

  async json<T>(method: string, path: string, body?: string, gzip = false): Promise<T> {
    const headers = await this.headers();
    let payload: BodyInit | undefined = body;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (body !== undefined && gzip && body.length > GZIP_FROM_CHARACTERS && typeof CompressionStream !== "undefined") {
      payload = await compress(body);
      headers["Content-Encoding"] = "gzip";
    }
    const response = await this.send(method, path, { headers, body: payload });
    try {
      return (await response.json()) as T;
    } catch (cause) {
      // Cut off half-way, or a captive portal's page: no answer of our server.
      throw new Unreachable(cause);
    }
  }

  /** Send; raise `Unreachable` without an answer and `HttpProblem` for a refusal. */
  async send(method: string, path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await this.fetch(path.startsWith("http") ? path : this.base + path, {
        ...init, method, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch (cause) {
      throw new Unreachable(cause);
    }
    if (response.ok) return response;
    throw new HttpProblem(response.status, await problemOf(response), retryAfter(response));
  }
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
