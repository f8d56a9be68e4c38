/** The token of the session that goes with every change, and how a person proves himself anew when it is asked. */

let csrf = "";

/** The token as the server last told it; empty before the first answer. */
export function currentCsrf(): string {
  return csrf;
}

/** Keeps the token that an answer about the session carries. */
export function rememberCsrf(answer: unknown): void {
  if (typeof answer === "object" && answer !== null && "csrf" in answer && typeof answer.csrf === "string") {
    csrf = answer.csrf;
  }
}

type StepUp = () => Promise<boolean>;

let stepUp: StepUp | null = null;
let underWay: Promise<boolean> | null = null;

/** Names who asks the person to prove himself; returns how to take the name back. */
export function offerStepUp(ask: StepUp): () => void {
  stepUp = ask;
  return () => {
    if (stepUp === ask) stepUp = null;
  };
}

/** Whether the person has proved himself anew; several requests that need it at once ask once. */
export function proveAnew(): Promise<boolean> {
  if (stepUp === null) return Promise.resolve(false);
  underWay ??= stepUp().finally(() => {
    underWay = null;
  });
  return underWay;
}
