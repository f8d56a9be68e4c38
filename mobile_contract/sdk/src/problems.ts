/** Failures that the sync core tells apart. */
import type { Problem } from "./types";

/** The server answered, and not with success. */
export class HttpProblem extends Error {
  constructor(readonly status: number, readonly problem: Problem, readonly retryAfterMs: number | null = null) {
    super(`${status} ${problem.code}`);
    this.name = "HttpProblem";
  }

  /** Trying the same again later may succeed. */
  get passing(): boolean {
    return this.status === 408 || this.status === 423 || this.status === 429 || this.status >= 500;
  }
}

/** No answer came: no network, no server, or it took too long. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("unreachable", { cause });
    this.name = "Unreachable";
  }
}

/** The server took the request and asks for patience (`retry` items, a busy lock). */
export class TryLater extends Error {
  constructor(readonly afterMs: number | null = null) {
    super("try later");
    this.name = "TryLater";
  }
}

/** The form cannot be kept as it is (too large for an operation). Nothing was confirmed. */
export class NotKept extends Error {
  constructor(readonly code: "too_large" | "storage_full" | "not_signed_in", cause?: unknown) {
    super(code, { cause });
    this.name = "NotKept";
  }
}
