import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { hashOf, Sha256 } from "../src/sha256";
import { bytesOf } from "./phone";

const reference = (bytes: ArrayBuffer) => createHash("sha256").update(new Uint8Array(bytes)).digest("hex");

describe("SHA-256 piece by piece", () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 128, 1000])("agrees with the reference on %i bytes, however they are cut", (size) => {
    const bytes = new Uint8Array(bytesOf(size));
    const cut = Math.floor(size / 3);
    expect(new Sha256().update(bytes).hex()).toBe(reference(bytes.buffer));
    expect(new Sha256().update(bytes.subarray(0, cut)).update(bytes.subarray(cut)).hex()).toBe(reference(bytes.buffer));
  });

  it("reads a film through without holding it in memory", async () => {
    const bytes = new ArrayBuffer(8_400_001);
    new Uint8Array(bytes).set(new Uint8Array(bytesOf(1000)), 8_388_600);
    expect(await hashOf(new Blob([bytes]))).toBe(reference(bytes));
  });
});
