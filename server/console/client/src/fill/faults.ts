/** What the server says is wrong with single answers. */
import type { Problem } from "../api/client";
import type { Translate } from "../i18n/translate";
import { pathOfPointer } from "./paths";

interface ServerFault {
  pointer?: string;
  detail?: string;
  message?: string;
  vi?: string;
  en?: string;
}

function isFault(value: unknown): value is ServerFault & { pointer: string } {
  return typeof value === "object" && value !== null && "pointer" in value && typeof value.pointer === "string";
}

/** Words by path; empty where the refusal is none of single answers. */
export function faultsOf(problem: Problem, t: Translate): Record<string, string> {
  const listed = [problem.members.errors, problem.members.faults].find(Array.isArray) ?? [];
  const faults = (listed as unknown[]).filter(isFault).map((fault) => [pathOfPointer(fault.pointer), wordsOf(fault, t)] as const);
  return Object.fromEntries(faults);
}

function wordsOf({ detail, message, vi, en }: ServerFault, t: Translate): string {
  const own = document.documentElement.lang === "en" ? (en ?? vi) : (vi ?? en);
  return own ?? detail ?? message ?? t("fault.invalid");
}
