/**
 * The phone's key pair: P-256, made here and never taken out of the browser. With it the phone proves itself where it
 * gets its tokens, so that a copied token alone is worth nothing.
 */

export interface PublicKey { kty: "EC"; crv: "P-256"; x: string; y: string }
export interface PhoneKey { sign: CryptoKey; jwk: PublicKey }
export interface Proof { time: string; signature: string }

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const DIGITS = 1_000_000n;

export async function newKey(): Promise<PhoneKey> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { sign: pair.privateKey, jwk: { kty: "EC", crv: "P-256", x, y } };
}

/** Sign a POST to `path` (below the base address) that carries the secret `subject`. */
export async function prove(key: PhoneKey, path: string, subject: string, now = new Date()): Promise<Proof> {
  const time = now.toISOString();
  const text = ["tuyen-proof/1", "POST", `/api/v1${path}`, hex(await sha256(subject)), time].join("\n");
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.sign, bytes(text));
  return { time, signature: base64url(new Uint8Array(signature)) };
}

/** The six digits that the console shows too where a supervisor confirms the phone. */
export async function matchCode(code: string, key: PublicKey): Promise<string> {
  const members = JSON.stringify({ crv: key.crv, kty: key.kty, x: key.x, y: key.y });
  const thumbprint = base64url(await sha256(members));
  const digest = await sha256(`tuyen-match/1|${tidyCode(code)}|${thumbprint}`);
  const number = digest.subarray(0, 8).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return String(number % DIGITS).padStart(6, "0");
}

/** A code as it was made, however it was typed; the address of a QR code may be given instead. */
export function tidyCode(typed: string): string {
  const code = /#enrol=([^&\s]+)/.exec(typed)?.[1] ?? typed;
  return decodeURIComponent(code).trim().toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(text)));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function hex(raw: Uint8Array): string {
  return Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64url(raw: Uint8Array): string {
  return btoa(String.fromCharCode(...raw)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
