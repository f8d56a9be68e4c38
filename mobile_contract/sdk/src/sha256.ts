/** SHA-256 (FIPS 180-4) of a file piece by piece: WebCrypto wants all of it in memory, a film does not fit there. */
import { sha256Hex } from "./ids";

const AT_ONCE_BYTES = 8 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** In small hexadecimals. */
export async function hashOf(content: ArrayBuffer | Blob): Promise<string> {
  if (content instanceof ArrayBuffer) return sha256Hex(content);
  if (content.size <= AT_ONCE_BYTES) return sha256Hex(await content.arrayBuffer());
  const hash = new Sha256();
  for (let from = 0; from < content.size; from += PIECE_BYTES) {
    hash.update(new Uint8Array(await content.slice(from, from + PIECE_BYTES).arrayBuffer()));
  }
  return hash.hex();
}

const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32);
const PRIMES = Array.from({ length: 310 }, (_, i) => i + 2)
  .filter((n) => !Array.from({ length: Math.floor(Math.sqrt(n)) - 1 }, (_, i) => i + 2).some((d) => n % d === 0));
const K = Uint32Array.from(PRIMES.slice(0, 64), (p) => fraction(Math.cbrt(p)));
const H = Uint32Array.from(PRIMES.slice(0, 8), (p) => fraction(Math.sqrt(p)));

export class Sha256 {
  private readonly state = H.slice();
  private readonly words = new Uint32Array(64);
  private readonly block = new Uint8Array(64);
  private filled = 0;
  private length = 0;

  update(bytes: Uint8Array): this {
    this.length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + 64 - this.filled);
      this.block.set(part, this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled === 64) this.compress();
    }
    return this;
  }

  /** The digest; nothing may be added after it. */
  hex(): string {
    const bits = this.length * 8;
    this.update(Uint8Array.of(0x80));
    while (this.filled !== 56) this.update(Uint8Array.of(0));
    const tail = new DataView(new ArrayBuffer(8));
    tail.setUint32(0, Math.floor(bits / 2 ** 32));
    tail.setUint32(4, bits >>> 0);
    this.update(new Uint8Array(tail.buffer));
    return Array.from(this.state, (word) => word.toString(16).padStart(8, "0")).join("");
  }

  private compress(): void {
    const w = this.words;
    const view = new DataView(this.block.buffer);
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(i * 4);
    for (let i = 16; i < 64; i++) {
      const [early, late] = [w[i - 15]!, w[i - 2]!];
      const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
      const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
      w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
    }
    this.mix(w);
    this.filled = 0;
  }

  private mix(w: Uint32Array): void {
    let [a, b, c, d, e, f, g, h] = this.state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) this.state[i] = this.state[i]! + value;
  }
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
