/**
 * The phone's tokens: the access token is changed before its quarter of an hour is over, and when the server does not
 * know it any more; one change at a time across all tabs. The answer of a change may be lost: the server tells it again.
 */
import { oneTab, type Exclusive } from "./exclusive";
import type { Http } from "./http";
import { newKey, prove } from "./keys";
import { HttpProblem, Unreachable } from "./problems";
import type { Device, TuyenStore } from "./store";
import type { TokensAnswer } from "./types";

/** A token that ends sooner is changed before it is used. */
const BEFORE_END_MS = 60_000;

export class Tokens {
  private readonly store: TuyenStore;
  private readonly http: Http;
  private readonly exclusive: Exclusive;
  private readonly now: () => number;

  constructor(store: TuyenStore, http: Http, options: { exclusive?: Exclusive; now?: () => number } = {}) {
    this.store = store;
    this.http = http;
    this.exclusive = options.exclusive ?? oneTab("tuyen-token");
    this.now = options.now ?? Date.now;
  }

  /** The access token, changed where its end is near. Raises `HttpProblem` when the server gives none any more. */
  readonly current = async (): Promise<string | undefined> => {
    const device = await this.store.read("device");
    if (!device?.refresh_token || this.holds(device)) return device?.token;
    try {
      return await this.renew(device.token);
    } catch (error) {
      if (error instanceof Unreachable || (error instanceof HttpProblem && error.passing)) return device.token;
      throw error;
    }
  };

  /** Another access token than `used`, which the server did not take; undefined where there is none to be had. */
  readonly renew = (used: string | undefined): Promise<string | undefined> =>
    this.exclusive(async () => {
      const device = await this.store.read("device");
      if (!device?.refresh_token) return undefined;
      if (device.token !== used) return device.token;
      return this.exchange(device, device.refresh_token);
    });

  /** Give a key to a phone that was enrolled before phones had keys. */
  readonly upgrade = (): Promise<void> =>
    this.exclusive(async () => {
      const device = await this.store.read("device");
      if (!device || device.refresh_token) return;
      const key = (await this.store.read("key")) ?? (await newKey());
      await this.store.write("key", key);
      const proof = await prove(key, "/devices/key", device.token);
      await this.keep(device, await this.http.upgrade(device.token, { public_key: key.jwk, proof }));
    });

  private holds(device: Device): boolean {
    // By the span that the server gave, not by its clock: the phone's may be wrong by years.
    const left = (device.token_until ?? 0) - this.now();
    return left > BEFORE_END_MS && left <= (device.token_for_ms ?? 0);
  }

  private async exchange(device: Device, refreshToken: string): Promise<string | undefined> {
    const key = await this.store.read("key");
    if (!key) return undefined;
    const proof = await prove(key, "/devices/token", refreshToken);
    const answer = await this.http.refresh({ refresh_token: refreshToken, proof });
    await this.keep(device, answer);
    return answer.token;
  }

  private async keep(device: Device, answer: TokensAnswer): Promise<void> {
    await this.store.transaction("rw", this.store.meta, async () => {
      // Signed out or enrolled anew meanwhile: these tokens are of another phone.
      if ((await this.store.read("device"))?.device_id !== device.device_id) return;
      await this.store.write("device", { ...device, ...kept(answer, this.now()) });
    });
  }
}

/** What the phone keeps of an answer with tokens. */
export function kept(answer: Partial<TokensAnswer>, now = Date.now()): Partial<Device> {
  const forMs = answer.expires_at && answer.server_time ? Date.parse(answer.expires_at) - Date.parse(answer.server_time) : 0;
  return {
    token: answer.token, refresh_token: answer.refresh_token, state: answer.state, token_until: now + forMs, token_for_ms: forMs,
  };
}
