/** What became of many conflicts settled at once. Pure. */
import type { MessageKey } from "../i18n/vi";
import type { Translate } from "../i18n/translate";

export interface Outcome {
  id: string;
  s: string;
  code: string | null;
}

const KNOWN: Record<string, MessageKey> = {
  moved_on: "conflicts.refused.moved_on",
  already_settled: "conflicts.refused.already_settled",
  not_found: "conflicts.refused.not_found",
};

/** How many were refused for which reason, in words; the commonest reason first. */
export function refusals(outcomes: readonly Outcome[], t: Translate): { n: number; why: string }[] {
  const counted = new Map<string, number>();
  for (const { s, code } of outcomes) {
    if (s === "refused" && code) counted.set(code, (counted.get(code) ?? 0) + 1);
  }
  return [...counted]
    .sort(([, one], [, other]) => other - one)
    .map(([code, n]) => ({ n, why: KNOWN[code] ? t(KNOWN[code]) : t("conflicts.refused.other", { code }) }));
}
