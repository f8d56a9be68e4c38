/** Where a text stops being JSON. Browsers tell it in words of their own, or not at all. Pure. */

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const NAME = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Stop extends Error {
  readonly at: number;
  constructor(at: number) {
    super();
    this.at = at;
  }
}

class Reader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  private takes(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found !== null;
  }

  private takesSign(sign: string): boolean {
    this.takes(SPACE);
    const isThere = this.text[this.at] === sign;
    if (isThere) this.at += 1;
    return isThere;
  }

  private must(isFine: boolean): void {
    if (!isFine) throw new Stop(this.at);
  }

  private members(close: string, member: () => void): void {
    if (this.takesSign(close)) return;
    do member();
    while (this.takesSign(","));
    this.must(this.takesSign(close));
  }

  private value(): void {
    if (this.takesSign("[")) this.members("]", () => this.value());
    else if (this.takesSign("{")) {
      this.members("}", () => {
        this.takes(SPACE);
        this.must(this.takes(NAME));
        this.must(this.takesSign(":"));
        this.value();
      });
    } else this.must(this.takes(SCALAR));
  }

  whole(): void {
    this.value();
    this.takes(SPACE);
    this.must(this.at === this.text.length);
  }
}

/** The place (from 0) of the first sign that cannot stand there; null for a text that is JSON. */
export function stopOf(text: string): number | null {
  try {
    new Reader(text).whole();
    return null;
  } catch (stop) {
    return stop instanceof Stop ? stop.at : text.length;
  }
}
