/** Where the server is and who asks: the phone's access token, or a function that gets a fresh one when it is over. */
export interface Server {
  /** For example `https://tuyen.example`. */
  address: string;
  token: string | (() => string | Promise<string>);
  /** Another `fetch` than the platform's. */
  fetch?: typeof fetch;
}

/** What became of one edit: `s` is the status of SYNC.md (PUSH-15). What is `quarantined` has a `message` for the person. */
export interface Result {
  id: string;
  s: string;
  table?: string;
  code?: string;
  message?: string;
  conflicts?: { field: string; kept: "yours" | "theirs"; id: string }[];
}

/** The server refused a whole request: `code` is stable, `message` is in the language that was asked for. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly reason?: string,
  ) {
    super(message);
    this.name = "RefusedError";
  }
}

interface Problem {
  code?: string;
  detail?: string;
  reason?: string;
}

/** Ask the interface at `path` (below `/api/v1`); the answer's JSON, or a RefusedError, or what `fetch` throws. */
export async function ask<Answer>(server: Server, path: string, init: RequestInit = {}): Promise<Answer> {
  const token = typeof server.token === "string" ? server.token : await server.token();
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const answer = await (server.fetch ?? fetch)(`${server.address}/api/v1${path}`, { ...init, headers });
  if (answer.ok) return (await answer.json()) as Answer;
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  throw new RefusedError(answer.status, problem.code ?? "unknown", problem.detail ?? answer.statusText, problem.reason);
}

/** Post a body, with the clock that the server corrects times by where something is handed in. */
export function post<Answer>(server: Server, path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  return ask<Answer>(server, path, { method: "POST", body: JSON.stringify(body), signal: signal ?? null });
}

/** The present time as a part of an address. */
export function sentNow(): string {
  return `sent_at=${encodeURIComponent(new Date().toISOString())}`;
}
