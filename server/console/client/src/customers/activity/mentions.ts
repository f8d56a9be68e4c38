/** Mentions in notes: `@Tên` of a colleague. All functions are pure. */
import type { Named } from "../../api/types";

/** The word that is being typed behind an @ before the cursor; null when there is none. */
export function typedMention(text: string, cursor: number): { start: number; word: string } | null {
  const before = text.slice(0, cursor);
  const start = before.lastIndexOf("@");
  if (start === -1 || (start > 0 && !/\s/.test(before[start - 1] ?? " "))) return null;
  const word = before.slice(start + 1);
  // A name has several words; more than these nobody types before choosing.
  return word.includes("\n") || word.split(" ").length > 4 ? null : { start, word };
}

/** The text with the typed beginning replaced by the whole name, and where the cursor goes then. */
export function withMention(text: string, start: number, cursor: number, name: string): { text: string; cursor: number } {
  const written = `@${name} `;
  return { text: text.slice(0, start) + written + text.slice(cursor), cursor: start + written.length };
}

/** Of the people chosen those whose name still stands in the text. */
export function mentionedIn(text: string, chosen: readonly Named[]): Named[] {
  const known = new Map(chosen.map((person) => [person.id, person]));
  return [...known.values()].filter(({ name }) => text.includes(`@${name}`));
}

/** The text cut into plain pieces and mentions. */
export function pieces(text: string, mentions: readonly Named[]): { text: string; mention: boolean }[] {
  const names = mentions.map(({ name }) => `@${name}`).sort((a, b) => b.length - a.length);
  const found: { text: string; mention: boolean }[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const name = names.find((each) => text.startsWith(each, at));
    if (name === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== "") found.push({ text: plain, mention: false });
    plain = "";
    found.push({ text: name, mention: true });
    at += name.length;
  }
  return plain === "" ? found : [...found, { text: plain, mention: false }];
}
