/** Hearing of changes at once: one request that the server answers when something has changed. */
import { waitBefore } from "./backoff";
import { oneTab, type Exclusive } from "./exclusive";
import type { Http } from "./http";
import { HttpProblem } from "./problems";

const WAIT_S = 50;
/** An answer without news that came sooner is of a server that does not wait. */
const SOONEST_MS = 20_000;
const WITHOUT_WAITING_MS = 60_000;
const REFUSED_MS = 10 * 60_000;
/** Every phone of an organisation hears of a change at the same moment: they do not all ask at the same moment. */
const SPREAD_MS = 3_000;
const LEAST_BETWEEN_MS = 5_000;

export interface PokeOptions {
  exclusive?: Exclusive;
  random?: () => number;
  now?: () => number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export class Poke {
  private running: AbortController | null = null;
  private heardAt = -Infinity;
  private readonly http: Http;
  private readonly news: () => Promise<void>;
  private readonly exclusive: Exclusive;
  private readonly random: () => number;
  private readonly now: () => number;
  private readonly sleep: NonNullable<PokeOptions["sleep"]>;

  /** `news` is called whenever the organisation's number has moved, one call at a time. */
  constructor(http: Http, news: () => Promise<void>, options: PokeOptions = {}) {
    this.http = http;
    this.news = news;
    this.exclusive = options.exclusive ?? oneTab("tuyen-poke");
    this.random = options.random ?? Math.random;
    this.now = options.now ?? Date.now;
    this.sleep = options.sleep ?? sleep;
  }

  /** The server waits with its answers and gave one lately: asking by the clock may be rare. */
  readonly alive = (): boolean => this.now() - this.heardAt < 2 * WAIT_S * 1000;

  readonly start = (): void => {
    if (this.running) return;
    const abort = new AbortController();
    this.running = abort;
    // One tab listens for all; the others take over when it is closed or hidden.
    void this.exclusive(() => this.listen(abort.signal)).catch(() => undefined);
  };

  readonly stop = (): void => {
    this.running?.abort();
    this.running = null;
    this.heardAt = -Infinity;
  };

  private async listen(signal: AbortSignal): Promise<void> {
    let since: number | null = null;
    for (let failures = 0; !signal.aborted; ) {
      const began = this.now();
      try {
        const seq = await this.http.poke(since ?? 0, since === null ? 0 : WAIT_S, signal);
        failures = 0;
        const news = since === null || seq !== since;
        const waited = since !== null && (news || this.now() - began >= SOONEST_MS);
        since = seq;
        if (waited) this.heardAt = this.now();
        if (news) await this.tell(signal);
        else if (!waited) await this.sleep(WITHOUT_WAITING_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        const refused = error instanceof HttpProblem && !error.passing;
        const retryAfter = error instanceof HttpProblem ? error.retryAfterMs : null;
        await this.sleep(refused ? REFUSED_MS : waitBefore(++failures, this.random(), retryAfter), signal);
      }
    }
  }

  private async tell(signal: AbortSignal): Promise<void> {
    await this.sleep(this.random() * SPREAD_MS, signal);
    if (signal.aborted) return;
    await this.news();
    await this.sleep(LEAST_BETWEEN_MS, signal);
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    if (signal.aborted) done();
    else signal.addEventListener("abort", done);
  });
}
