import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { keepInSync } from "../src/keep";
import type { Poke } from "../src/poke";
import type { SyncEngine } from "../src/sync";

const MINUTE = 60_000;

describe("when a phone syncs by itself", () => {
  let visibilityState: "visible" | "hidden";
  let alive: boolean;
  let nextTryAt: number | null;
  let asked: number;
  const poke = { start: vi.fn(), stop: vi.fn(), alive: () => alive };
  const connection = new EventTarget();
  const page = new EventTarget();
  const view = Object.assign(new EventTarget(), {
    navigator: { connection },
    setInterval: (run: () => void, ms: number) => setInterval(run, ms), clearInterval: (timer: number) => clearInterval(timer),
  });
  const engine = { request: () => void asked++, stop: vi.fn(), state: () => ({ nextTryAt }) };
  let undo: () => void;

  const turn = (to: typeof visibilityState) => {
    visibilityState = to;
    page.dispatchEvent(new Event("visibilitychange"));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    [visibilityState, alive, nextTryAt, asked] = ["visible", false, null, 0];
    Object.defineProperty(page, "visibilityState", { get: () => visibilityState, configurable: true });
    undo = keepInSync(engine as unknown as SyncEngine, poke as unknown as Poke, page as unknown as Document, view as unknown as Window);
  });
  afterEach(() => {
    undo();
    vi.useRealTimers();
    vi.clearAllMocks();
  });

  it("asks at once, then every minute, and seldom while the server says by itself when there is news", () => {
    expect(asked).toBe(1);
    vi.advanceTimersByTime(3 * MINUTE);
    expect(asked).toBe(4);
    alive = true;
    vi.advanceTimersByTime(5 * MINUTE);
    expect(asked).toBe(5);
  });

  it("leaves the server alone while nobody looks, and asks when somebody does again", () => {
    turn("hidden");
    expect(poke.stop).toHaveBeenCalled();
    vi.advanceTimersByTime(10 * MINUTE);
    expect(asked).toBe(1);
    turn("visible");
    expect(asked).toBe(2);
    expect(poke.start).toHaveBeenCalledTimes(2);
  });

  it("asks when the network comes, or becomes another one", () => {
    view.dispatchEvent(new Event("online"));
    connection.dispatchEvent(new Event("change"));
    expect(asked).toBe(3);
    expect(poke.start).toHaveBeenCalledTimes(2);
  });

  it("does not ask by the clock before the time that a failure set", () => {
    nextTryAt = Date.now() + 5 * MINUTE;
    vi.advanceTimersByTime(4 * MINUTE);
    expect(asked).toBe(1);
  });

  it("ends with its undoing", () => {
    undo();
    view.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(5 * MINUTE);
    expect(asked).toBe(1);
  });
});
