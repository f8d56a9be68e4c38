/** Which options a choice offers. Pure. */
import type { Choice } from "../api/formTypes";

/**
 * The options for the parent's answer; those that name no parent are always offered. A value that was chosen from a
 * list which has lost it since is still shown, so that opening a record changes nothing.
 */
export function offered(all: readonly Choice[], parent: { answer: unknown } | undefined, value: unknown): Choice[] {
  const isBelow = (above: string, answer: unknown) => (Array.isArray(answer) ? answer.includes(above) : above === answer);
  const found = all.filter((option) => option.parent === undefined || parent === undefined || isBelow(option.parent, parent.answer));
  const chosen = Array.isArray(value) ? (value as unknown[]) : [value];
  const gone = chosen.filter((each): each is string => typeof each === "string" && each !== "" && !found.some((option) => option.value === each));
  const names = (each: string) => all.find((option) => option.value === each)?.label ?? { vi: each, en: each };
  return [...found, ...gone.map((each) => ({ value: each, label: names(each) }))];
}
