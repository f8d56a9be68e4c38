/**
 * The one loop: push, pull, pictures. It runs in one tab at a time, retries quietly, and says at every moment what it
 * is doing and when it tries next.
 */
import { waitBefore } from "./backoff";
import { oneTab, type Exclusive } from "./exclusive";
import { refreshGeography } from "./geography";
import type { Http } from "./http";
import { dropSentBytes, upload, uploadable } from "./media";
import { HttpProblem, TryLater, Unreachable } from "./problems";
import { checkDigest, digestDue } from "./digest";
import { isReset, pull } from "./pull";
import { askEpoch, push, tellHealth, type BatchSize } from "./push";
import { waiting } from "./queue";
import { confirmReceipts, dropOldReceipts } from "./receipts";
import { KEEP_ACKNOWLEDGED_MS, type Trouble, type TuyenStore } from "./store";
import { restartPull } from "./enrol";
import { prove, type Proof } from "./keys";
import { adoptTaskWishes } from "./tasks";
import type { Tokens } from "./tokens";

export type SyncPhase = "idle" | "pushing" | "pulling" | "uploading";

export interface SyncState {
  phase: SyncPhase;
  /** Whether the server answered at the last attempt; null before the first. */
  reachable: boolean | null;
  lastSuccessAt: number | null;
  /** When the next attempt is due after a failure. */
  nextTryAt: number | null;
  failures: number;
  /** A code for the person when a pass ended otherwise than by an unreachable server. */
  problem: string | null;
  /** Rows received in the running pull. */
  pulledRows: number;
  upload: { mediaId: string; sent: number; size: number } | null;
}

/** What tells the office that this phone has erased everything; signed while it still had its key. */
export interface WipeConfirmation { refresh_token: string; proof: Proof }

export interface SyncOptions {
  exclusive?: Exclusive;
  tokens?: Pick<Tokens, "upgrade">;
  /** The series of numbers that the app gives without a network: the server lends blocks of them. */
  series?: string[];
  /** Erases everything that is kept outside of the store too; without it the store alone is emptied. */
  erase?: (confirmation: WipeConfirmation | null) => Promise<void>;
  random?: () => number;
  now?: () => number;
}

const AT_REST: SyncState = {
  phase: "idle", reachable: null, lastSuccessAt: null, nextTryAt: null, failures: 0, problem: null, pulledRows: 0,
  upload: null,
};

/** A person looks at the screen, or what is kept can go at once. */
const SOMEBODY_WAITS_MS = 4_000;

const TROUBLES: Record<string, Trouble> = {
  device_pending: "pending", device_drained: "drained", refresh_reused: "drained", device_revoked: "revoked",
  device_wiped: "wiped",
};

function codeOf(error: unknown): string | null {
  return error instanceof HttpProblem ? error.problem.code : null;
}

function isTooOld(error: unknown): boolean {
  return error instanceof HttpProblem && error.status === 426;
}

/** What is only good to know does not stop the rest: `instead`, unless nothing else would get through either. */
function unlessDecisive<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof HttpProblem && error.status !== 401) return instead;
    throw error;
  };
}

const LIMITS_HOLD_MS = 3_600_000;
const MOST_ROUNDS = 3;
/** However long a server asks to be left alone. */
const MOST_PAUSE_MS = 3_600_000;

export class SyncEngine {
  private current: SyncState = AT_REST;
  private readonly listeners = new Set<() => void>();
  private readonly batch: BatchSize = { most: Infinity };
  private running: Promise<void> | null = null;
  private wanted = false;
  private limitsLearnedAt = -Infinity;
  private rightsLearnedAt = -Infinity;
  private readNotBefore = -Infinity;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly exclusive: Exclusive;
  private readonly random: () => number;
  private readonly now: () => number;
  private readonly store: TuyenStore;
  private readonly http: Http;
  private readonly tokens: SyncOptions["tokens"];
  private readonly series: string[];
  private readonly erase: NonNullable<SyncOptions["erase"]>;

  constructor(store: TuyenStore, http: Http, options: SyncOptions = {}) {
    this.tokens = options.tokens;
    this.series = options.series ?? [];
    this.erase = options.erase ?? (async (confirmation) => {
      for (const table of store.tables) await table.clear();
      if (confirmation) await http.confirmWiped(confirmation).catch(() => undefined);
    });
    this.store = store;
    this.http = http;
    this.exclusive = options.exclusive ?? oneTab("tuyen-sync");
    this.random = options.random ?? Math.random;
    this.now = options.now ?? Date.now;
  }

  readonly state = (): SyncState => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Sync now, or once more after the running pass. Resolves when nothing more is to be done for this wish. */
  readonly request = (): Promise<void> => {
    this.wanted = true;
    this.running ??= this.work();
    return this.running;
  };

  /** Forget the waiting time, for example when the phone comes online. */
  readonly stop = (): void => {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  };

  private async work(): Promise<void> {
    while (this.wanted) {
      this.wanted = false;
      this.stop();
      await this.exclusive(() => this.pass()).catch(() => this.change({ phase: "idle", problem: "phone_fault" }));
    }
    this.running = null;
  }

  /** One pass; never raises: what went wrong is in the state. */
  private async pass(): Promise<void> {
    if (!(await this.store.read("device"))) return;
    try {
      await adoptTaskWishes(this.store);
      await this.tokens?.upgrade();
      await this.exchange();
      this.change({ reachable: true, lastSuccessAt: this.now(), failures: 0, nextTryAt: null, problem: null });
      await this.welcome();
      await this.tidy();
    } catch (error) {
      await this.failed(error);
    } finally {
      this.change({ phase: "idle", upload: null });
    }
  }

  private async exchange(): Promise<void> {
    await this.learnLimits();
    await this.learnPlaces();
    const refusal = await this.handInAndRead();
    await this.afterReading();
    if (refusal) throw refusal;
  }

  private async handInAndRead(): Promise<Error | null> {
    for (let round = 0; ; round++) {
      const refusal = await this.pushPhase();
      await this.read();
      if (refusal || round >= MOST_ROUNDS) return refusal;
      // A restored server has moved acknowledged work back into the queue: tell it at once.
      if ((await waiting(this.store)).length > 0) continue;
      if (!(await this.differs())) return null;
    }
  }

  private async read(): Promise<void> {
    if (this.now() < this.readNotBefore) return;
    this.change({ phase: "pulling", pulledRows: 0 });
    try {
      const progress = (rows: number) => this.change({ pulledRows: rows, reachable: true });
      const { nextAfterMs } = await pull(this.store, this.http, progress, this.series);
      this.readNotBefore = this.now() + Math.min(nextAfterMs, MOST_PAUSE_MS);
    } catch (error) {
      // Locked, or too old to be talked to: it reads no more, and still hands in what it kept.
      if (codeOf(error) !== "device_drained" && !isTooOld(error)) throw error;
      await askEpoch(this.store, this.http).catch(unlessDecisive(undefined));
      if ((await waiting(this.store)).length > 0) await this.pushPhase();
      await this.afterReading();
      throw error;
    }
  }

  /** Now and then: whether the rows are what the server thinks that they are. True where some must be read again. */
  private async differs(): Promise<boolean> {
    if (!(await digestDue(this.store, this.now()))) return false;
    const found = await checkDigest(this.store, this.http, this.now()).catch(unlessDecisive([]));
    return found.length > 0 && (await this.store.read("reset_kinds")) !== undefined;
  }

  private async afterReading(): Promise<void> {
    await confirmReceipts(this.store, this.http, { now: this.now() }).catch(unlessDecisive(0));
    await this.learnRights();
    await this.mediaPhase();
    await tellHealth(this.store, this.http).catch(unlessDecisive(undefined));
  }

  /** Ask what became of everything that is not settled yet; raises as `confirmReceipts`. */
  readonly askReceipts = (): Promise<number> => confirmReceipts(this.store, this.http, { ask: true, now: this.now() });

  /** Push; a refusal that does not concern reading is handed back, so that one bad thing does not stop the rest. */
  private async pushPhase(): Promise<Error | null> {
    this.change({ phase: "pushing" });
    try {
      await push(this.store, this.http, this.batch);
      return null;
    } catch (error) {
      if (isReset(error)) {
        await restartPull(this.store);
        return null;
      }
      if (!(error instanceof Error)) throw error;
      const decisive = error instanceof Unreachable || (error instanceof HttpProblem && [401, 403].includes(error.status));
      if (decisive) throw error;
      return error;
    }
  }

  private async mediaPhase(): Promise<void> {
    let patience: TryLater | null = null;
    for (const item of await uploadable(this.store)) {
      // Text first: a form that was finished meanwhile goes before the next picture.
      if (this.wanted) return;
      this.change({ phase: "uploading", upload: { mediaId: item.media_id, sent: item.sent_bytes, size: item.size } });
      try {
        await upload(this.store, this.http, item, (_, sent) => this.uploaded(item.media_id, sent, item.size));
      } catch (error) {
        if (!(error instanceof TryLater)) throw error;
        patience = error;
      }
    }
    if (patience) throw patience;
  }

  private uploaded(mediaId: string, sent: number, size: number): void {
    this.change({ upload: { mediaId, sent, size }, reachable: true });
    void this.store.media.update(mediaId, { sent_bytes: sent });
  }

  private async learnLimits(): Promise<void> {
    if (this.now() - this.limitsLearnedAt < LIMITS_HOLD_MS) return;
    const capabilities = await this.http.capabilities();
    await this.store.write("limits", capabilities.limits);
    await this.store.write("features", capabilities.features);
    this.limitsLearnedAt = this.now();
  }

  /** What the person may do, so that no form is offered that would be refused; asked with each new set of limits. */
  private async learnRights(): Promise<void> {
    if (this.rightsLearnedAt === this.limitsLearnedAt) return;
    const told = await this.http.json<{ rights?: string[] }>("GET", "/rights/own").catch(unlessDecisive(null));
    if (Array.isArray(told?.rights)) await this.store.write("rights", told.rights);
    this.rightsLearnedAt = this.limitsLearnedAt;
  }

  /** Provinces and wards come before the first rows: whoever loses the network after them can fill in any profile. */
  private async learnPlaces(): Promise<void> {
    if (await this.store.read("geography")) return;
    try {
      await refreshGeography(this.store, this.http);
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.status === 401) throw error;
    }
  }

  /** The server answered everything: the phone is in use. */
  private async welcome(): Promise<void> {
    await this.store.write("trouble", undefined);
    const device = await this.store.read("device");
    if (device?.state !== undefined && device.state !== "active") {
      await this.store.write("device", { ...device, state: "active", match_code: null });
    }
  }

  private async failed(error: unknown): Promise<void> {
    const failures = this.current.failures + 1;
    const retryAfter = error instanceof HttpProblem ? error.retryAfterMs : error instanceof TryLater ? error.afterMs : null;
    const problem = await this.trouble(error);
    const answered = error instanceof HttpProblem || error instanceof TryLater;
    this.change({ reachable: answered, failures, problem, nextTryAt: null });
    // Signed out, revoked, wiped: only a person can help. Any other refusal is asked again at the slowest pace.
    if (problem === "signed_out" || problem === "revoked" || problem === "wiped") return;
    const hopeful = error instanceof Unreachable || error instanceof TryLater || (error instanceof HttpProblem && error.passing);
    const wait = problem === "pending" || codeOf(error) === "refresh_reused" ? SOMEBODY_WAITS_MS
      : hopeful ? waitBefore(failures, this.random(), retryAfter) : waitBefore(20, 1);
    this.change({ nextTryAt: this.now() + wait });
    this.timer = setTimeout(() => void this.request(), wait);
  }

  private async trouble(error: unknown): Promise<string | null> {
    if (error instanceof Unreachable || error instanceof TryLater) return null;
    if (!(error instanceof HttpProblem)) return "phone_fault";
    const code = TROUBLES[error.problem.code] ?? (error.status === 401 ? "signed_out" : isTooOld(error) ? "outdated" : null);
    if (code === "wiped") {
      await this.erase(await this.confirmation());
      return code;
    }
    if (code) await this.store.write("trouble", { code });
    if (code === "revoked") await this.dropWhatWasRead();
    return code ?? error.problem.code;
  }

  private async confirmation(): Promise<WipeConfirmation | null> {
    const [device, key] = [await this.store.read("device"), await this.store.read("key")];
    if (!device?.refresh_token || !key) return null;
    return { refresh_token: device.refresh_token, proof: await prove(key, "/devices/wiped", device.refresh_token) };
  }

  /** The office took this phone out of service: what it read goes, what it has not handed in stays. */
  private async dropWhatWasRead(): Promise<void> {
    const { rows, aliases, staged } = this.store;
    await this.store.transaction("rw", [rows, aliases, staged, this.store.meta], async () => {
      for (const table of [rows, aliases]) await table.clear();
      await restartPull(this.store);
    });
  }

  private async tidy(): Promise<void> {
    const before = this.now() - KEEP_ACKNOWLEDGED_MS;
    await dropSentBytes(this.store, this.now());
    await dropOldReceipts(this.store, this.now());
    await this.store.ops.where("state").equals("settled").filter((op) => (op.answered_at ?? Infinity) < before).delete();
  }

  private change(part: Partial<SyncState>): void {
    this.current = { ...this.current, ...part };
    for (const listener of this.listeners) listener();
  }
}
