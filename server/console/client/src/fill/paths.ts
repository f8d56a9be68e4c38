/** Reaching answers inside of answers by their path. All functions are pure. */
import type { Values } from "../api/formTypes";
import type { Path } from "./context";

type Parts = readonly string[];

function within(whole: unknown, parts: Parts): unknown {
  const [first, ...rest] = parts;
  if (first === undefined) return whole;
  return typeof whole === "object" && whole !== null ? within((whole as Values)[first], rest) : undefined;
}

function placed(whole: unknown, parts: Parts, value: unknown): unknown {
  const [first, ...rest] = parts;
  if (first === undefined) return value;
  if (Array.isArray(whole)) {
    return whole.map((item: unknown, index) => (String(index) === first ? placed(item, rest, value) : item));
  }
  const members = (typeof whole === "object" && whole !== null ? whole : {}) as Values;
  return { ...members, [first]: placed(members[first], rest, value) };
}

/** The answer at a path, undefined where there is none. */
export function answerAt(values: Values, path: Path): unknown {
  return within(values, path.split("/"));
}

/** The answers with another one at the path; what is not on the way stays the same object. */
export function withAnswer(values: Values, path: Path, value: unknown): Values {
  return placed(values, path.split("/"), value) as Values;
}

/** The path of a field that stands beside the one at `path`: in the same row, or at the top. */
export function besides(path: Path, name: string): Path {
  const cut = path.lastIndexOf("/");
  return cut === -1 ? name : `${path.slice(0, cut + 1)}${name}`;
}

/** `lines/2/product` of the server's pointer `/answers/lines/2/product`. */
export function pathOfPointer(pointer: string): Path {
  return pointer.replace(/^#?\//, "").replace(/^answers\//, "").replaceAll("~1", "/").replaceAll("~0", "~");
}

/** What a person reads of a path as a handle in the page. */
export function handleOf(path: Path): string {
  return path.replaceAll("/", ".");
}
