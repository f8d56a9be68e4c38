import { expect, it, vi } from "vitest";
import { makePump } from "./pump";

const settle = () => new Promise((resolve) => setTimeout(resolve));

it("runs once more, and only once, for all asks that came during a run", async () => {
  const ends: (() => void)[] = [];
  const refresh = vi.fn(() => new Promise<void>((end) => ends.push(end)));
  const ask = makePump(refresh);
  ask();
  ask();
  ask();
  expect(refresh).toHaveBeenCalledTimes(1);
  ends[0]?.();
  await settle();
  expect(refresh).toHaveBeenCalledTimes(2);
  ends[1]?.();
  await settle();
  expect(refresh).toHaveBeenCalledTimes(2);
});

it("goes on after a refresh that failed", async () => {
  const refresh = vi.fn().mockRejectedValueOnce(new Error("no network")).mockResolvedValue(undefined);
  const ask = makePump(refresh);
  ask();
  await settle();
  ask();
  await settle();
  expect(refresh).toHaveBeenCalledTimes(2);
});
