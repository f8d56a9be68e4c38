import { expect, it } from "vitest";
import { toBytes, toText } from "./passkey";

it("writes bytes as base64url and reads them back", () => {
  const bytes = Uint8Array.from([0, 250, 251, 252, 253, 254, 255, 62, 63]);
  expect(toText(bytes.buffer)).not.toMatch(/[+/=]/);
  expect(toBytes(toText(bytes.buffer))).toEqual(bytes);
});
