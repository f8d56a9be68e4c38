/** Records that were merged into others: the phone's own references follow them. */
import { idsOf, rowsOf } from "./answers";
import type { Alias, Draft, TuyenStore } from "./store";
import type { Answer, Answers } from "./types";

/** Where each merged record lives on, chains followed to their end. */
export function aliasMap(aliases: Alias[]): Map<string, string> {
  const direct = new Map(aliases.map(({ k, id, into }) => [`${k}/${id}`, into]));
  return new Map(aliases.map(({ k, id }) => {
    const seen = new Set<string>();
    let at = id;
    for (let next = direct.get(`${k}/${at}`); next !== undefined && !seen.has(at); next = direct.get(`${k}/${at}`)) {
      seen.add(at);
      at = next;
    }
    return [id, at];
  }));
}

/** Let drafts name the record that lives on. What was handed in stays the bytes that it is: the server redirects it. */
export async function followAliases(store: TuyenStore, aliases: Alias[]): Promise<void> {
  if (aliases.length === 0) return;
  const into = new Map(await Promise.all(aliases.map(async ({ k, id }) => [id, await store.mergedInto(k, id)] as const)));
  await store.drafts.toCollection().modify((draft) => void Object.assign(draft, renamed(draft, into)));
}

function renamed(draft: Draft, into: Map<string, string>): Partial<Draft> {
  const named = (id: string) => into.get(id) ?? id;
  return {
    customer_id: draft.customer_id && named(draft.customer_id),
    record: draft.record && { ...draft.record, id: named(draft.record.id) },
    values: answersRenamed(draft.values, named), prefilled: draft.prefilled && answersRenamed(draft.prefilled, named),
  };
}

/** Identifiers are unique among all values, so that no form definition is needed to find them. */
function answersRenamed(answers: Answers, named: (id: string) => string): Answers {
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, answerRenamed(answer, named)]));
}

function answerRenamed(answer: Answer, named: (id: string) => string): Answer {
  if (typeof answer === "string") return named(answer);
  if (!Array.isArray(answer)) return answer;
  const rows = rowsOf(answer);
  return rows.length ? rows.map((row) => ({ ...answersRenamed(row as Answers, named), id: row.id })) : [...new Set(idsOf(answer).map(named))];
}
