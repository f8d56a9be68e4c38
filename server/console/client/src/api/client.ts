/** Calls of the HTTP API with the console's session cookie. */
import { currentCsrf, proveAnew, rememberCsrf } from "./pass";

const BASE = "/api/v1";
const KEEP_BLOB_MS = 60_000;
/** Of the name under which a file is kept. */
const MOST_LETTERS = 200;

interface ProblemDocument {
  title?: string;
  detail?: string;
  code?: string;
  request_id?: string;
  [member: string]: unknown;
}

/** What the server refused or could not do: an RFC 9457 problem document, or code `network` when there was no answer. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly members: Record<string, unknown>;

  constructor(status: number, document: ProblemDocument) {
    super(document.detail ?? document.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = document.code ?? "unknown";
    this.title = document.title ?? "";
    this.detail = document.detail ?? "";
    this.requestId = document.request_id ?? null;
    this.members = document;
  }
}

type QueryValue = string | number | boolean | null | undefined;
export type Query = Record<string, QueryValue>;

interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Query;
  /** Goes as JSON; a `FormData` or a `Blob` goes as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** `?a=1&b=2` of the members that say something; empty when none does. */
export function queryText(query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}

async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return new Problem(response.status, JSON.parse(text) as ProblemDocument);
  } catch {
    return new Problem(response.status, { title: `HTTP ${response.status}`, detail: response.statusText });
  }
}

function isAsItIs(body: unknown): body is FormData | Blob {
  return body instanceof FormData || body instanceof Blob;
}

function headersOf(call: Call): Record<string, string> {
  const headers: Record<string, string> = { "Accept-Language": document.documentElement.lang || "vi" };
  if ((call.method ?? "GET") !== "GET") {
    headers["X-Requested-With"] = "tuyen";
    headers["X-CSRF-Token"] = currentCsrf();
  }
  if (call.body !== undefined && !isAsItIs(call.body)) headers["Content-Type"] = "application/json";
  return { ...headers, ...call.headers };
}

async function send(path: string, call: Call): Promise<Response> {
  const init: RequestInit = { method: call.method ?? "GET", headers: headersOf(call), credentials: "same-origin" };
  if (call.body !== undefined) init.body = isAsItIs(call.body) ? call.body : JSON.stringify(call.body);
  if (call.signal) init.signal = call.signal;
  try {
    return await fetch(`${BASE}${path}${queryText(call.query ?? {})}`, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, { code: "network" });
  }
}

/** Whether a refused request may be sent again: what it lacked is there now. */
async function isMended(problem: Problem, csrfBefore: string): Promise<boolean> {
  if (problem.code === "step_up_required") return proveAnew();
  // The session's token has changed while the request was on its way.
  if (problem.code === "unauthenticated") return currentCsrf() !== csrfBefore;
  if (problem.code !== "csrf") return false;
  const session = await send("/session", {});
  if (session.ok) rememberCsrf(await session.json());
  return session.ok;
}

/** The answer of one call, 2xx; throws `Problem` for every other. What a new proof of the person mends is sent again. */
async function ask(path: string, options: Call): Promise<Response> {
  const csrfBefore = currentCsrf();
  const response = await send(path, options);
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (!(await isMended(problem, csrfBefore))) throw problem;
  const again = await send(path, options);
  if (!again.ok) throw await readProblem(again);
  return again;
}

/** The JSON answer of one call; throws `Problem` for every answer that is not 2xx. */
export async function call<Answer>(path: string, options: Call = {}): Promise<Answer> {
  const response = await ask(path, options);
  if (response.status === 204) return undefined as Answer;
  const answer: unknown = await response.json();
  rememberCsrf(answer);
  return answer as Answer;
}

/** Sends bytes, or nothing but headers, as uploads do; throws `Problem` for every answer that is not 2xx. */
export async function sendBytes(path: string, method: "POST" | "PATCH", headers: Record<string, string>, body?: Blob): Promise<Response> {
  return ask(path, { method, headers, ...(body ? { body } : {}) });
}

/** Fetches a file and hands it to the browser to keep under `name`. */
export async function download(path: string, name: string, query: Query = {}): Promise<void> {
  const response = await ask(path, { query });
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the blob after the click returned.
  setTimeout(() => URL.revokeObjectURL(address), KEEP_BLOB_MS);
}

/** Address at which the browser keeps a file as it came, under `name`. */
export function originalUrl(mediaId: string, name?: string): string {
  return mediaUrl(mediaId, "original") + queryText({ filename: name?.slice(0, MOST_LETTERS) });
}

/** Address of a picture: `thumb` is 256 px, `large` 1600 px on its longer side. */
export function mediaUrl(mediaId: string, rendition: "thumb" | "large" | "original"): string {
  return `${BASE}/media/${mediaId}/${rendition}`;
}
