import { describe, expect, it } from "vitest";

import { Http } from "../src/http";
import { Poke } from "../src/poke";
import { Dropped, problem } from "./simulated_server";

type Step = number | "cut" | "busy" | "unknown";

/** A server that answers these steps, then waits for ever; a clock that `sleep` moves. */
function listening(steps: Step[], seconds = 50) {
  const heard: { news: number; slept: number[]; asked: string[] } = { news: 0, slept: [], asked: [] };
  let clock = 0;
  const left = [...steps];
  const fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    heard.asked.push(url.split("?")[1] ?? "");
    const step = left.shift();
    if (step === undefined) {
      await new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(new Dropped("aborted"))));
    }
    clock += url.includes("wait=0") ? 0 : seconds * 1000;
    if (step === "cut") throw new Dropped("line cut");
    if (step === "busy") return problem(503, "busy", {}, { "Retry-After": "77" });
    if (step === "unknown") return problem(404, "not_found");
    return Response.json({ seq: step });
  };
  const poke = new Poke(new Http({ base: "http://phone.test/api/v1", fetch }), () => Promise.resolve(void heard.news++), {
    exclusive: (work) => work(), random: () => 0.5, now: () => clock,
    sleep: (ms) => Promise.resolve(void (heard.slept.push(ms), (clock += ms))),
  });
  poke.start();
  return { heard, poke };
}

/** Everything that has an answer has been answered. */
const settled = async (heard: { asked: string[] }, count: number) => {
  while (heard.asked.length <= count) await new Promise((resolve) => setTimeout(resolve));
};

describe("hearing of changes", () => {
  it("asks from the number that it knows, and tells when it has moved", async () => {
    const { heard, poke } = listening([7, 7, 9]);
    await settled(heard, 3);
    poke.stop();
    expect(heard.asked).toEqual(["since=0&wait=0", "since=7&wait=50", "since=7&wait=50", "since=9&wait=50"]);
    expect(heard.news).toBe(2);
  });

  it("spreads what all phones hear at once, and leaves some seconds between two passes", async () => {
    const { heard, poke } = listening([7]);
    await settled(heard, 1);
    poke.stop();
    expect(heard.slept).toEqual([1500, 5000]);
  });

  it("falls back to asking by the clock where the server does not wait", async () => {
    const { heard, poke } = listening([7, 7], 0);
    await settled(heard, 2);
    expect(poke.alive()).toBe(false);
    poke.stop();
    expect(heard.slept.at(-1)).toBe(60_000);
  });

  it("counts as alive only while the server answers and the app is looked at", async () => {
    const { heard, poke } = listening([7, 7]);
    await settled(heard, 2);
    expect(poke.alive()).toBe(true);
    poke.stop();
    expect(poke.alive()).toBe(false);
  });

  it("waits longer and longer while the line is cut, as long as a busy server asks, and long where it is not known", async () => {
    const { heard, poke } = listening(["cut", "cut", "busy", "unknown"]);
    await settled(heard, 4);
    poke.stop();
    const [first, second, busy, unknown] = heard.slept;
    expect(second).toBeGreaterThan(first ?? Infinity);
    expect([busy, unknown]).toEqual([77_000, 600_000]);
  });
});
