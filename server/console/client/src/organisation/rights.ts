/** The matrix of function rights while it is changed. All functions are pure. */
import type { Grants, RightDepartment, RightVerb, Rights } from "../api/organisationTypes";

/** What a subject says of a verb: allowed, denied, or nothing (a title then follows its department). */
export type Word = boolean | null;

/** Words changed and not yet saved, by subject (department or title) and verb. */
export type Draft = Readonly<Record<string, Readonly<Record<string, Word>>>>;

export interface Change {
  subjectId: string;
  verb: string;
  before: Word;
  after: Word;
}

export function wordOf(grants: Grants, verb: string): Word {
  return grants[verb] ?? null;
}

/** The word as drafted, else as stored. */
export function drafted(draft: Draft, subjectId: string, grants: Grants, verb: string): Word {
  const own = draft[subjectId];
  return own && verb in own ? (own[verb] ?? null) : wordOf(grants, verb);
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

/** The draft with one word changed; a word that is as stored leaves the draft. */
export function withWord(draft: Draft, subjectId: string, grants: Grants, verb: string, word: Word): Draft {
  const others = without(draft[subjectId] ?? {}, verb);
  const words = word === wordOf(grants, verb) ? others : { ...others, [verb]: word };
  const rest = without(draft, subjectId);
  return Object.keys(words).length === 0 ? rest : { ...rest, [subjectId]: words };
}

/** Whether the verb holds: the title's word where it says something, else the department's, else not. */
export function holds(ofDepartment: Word, ofTitle: Word): boolean {
  return ofTitle ?? ofDepartment ?? false;
}

interface Subject {
  id: string;
  name: string;
  grants: Grants;
  kind: "department" | "title";
}

export function subjectsOf(departments: readonly RightDepartment[]): Subject[] {
  return departments.flatMap(({ id, name, grants, titles }) => [
    { id, name, grants, kind: "department" as const },
    ...titles.map((title) => ({ id: title.id, name: `${name} › ${title.name}`, grants: title.grants, kind: "title" as const })),
  ]);
}

/** What would change, subject by subject in their order, verbs in theirs. */
export function changesOf(draft: Draft, rights: Rights): { subject: Subject; changes: Change[] }[] {
  return subjectsOf(rights.departments)
    .map((subject) => ({
      subject,
      changes: rights.verbs
        .filter(({ verb }) => verb in (draft[subject.id] ?? {}))
        .map(({ verb }) => ({
          subjectId: subject.id,
          verb,
          before: wordOf(subject.grants, verb),
          after: draft[subject.id]?.[verb] ?? null,
        })),
    }))
    .filter(({ changes }) => changes.length > 0);
}

/** Verbs under their headings, both in the order of the list. */
export function grouped(verbs: readonly RightVerb[]): { group: string; verbs: RightVerb[] }[] {
  const groups = [...new Set(verbs.map(({ group }) => group))];
  return groups.map((group) => ({ group, verbs: verbs.filter((verb) => verb.group === group) }));
}
