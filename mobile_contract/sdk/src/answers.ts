/** Telling answers apart by their shape: what a field's type promises is read without a cast. */
import type { Answer, AttributeAnswers, GpsFix, RepeatRow, TimeWindow } from "./types";

type Given = Answer | undefined;

/** The values of a `multi`, the ids of `refs` and `media`; none where the answer is something else. */
export function idsOf(answer: Given): string[] {
  return Array.isArray(answer) ? answer.filter((each): each is string => typeof each === "string") : [];
}

/** The rows of a `repeat`. */
export function rowsOf(answer: Given): RepeatRow[] {
  return Array.isArray(answer) ? answer.filter((each): each is RepeatRow => typeof each === "object") : [];
}

/** The position of a `gps`. */
export function fixOf(answer: Given): GpsFix | null {
  return isObject(answer) && typeof answer.lat === "number" && typeof answer.lon === "number" ? (answer as unknown as GpsFix) : null;
}

/** The hours of a `time_window`. */
export function windowOf(answer: Given): TimeWindow | null {
  return isObject(answer) && typeof answer.from === "string" && typeof answer.to === "string" ? (answer as unknown as TimeWindow) : null;
}

/** The inputs of `attributes`, by attribute. */
export function attributesOf(answer: Given): AttributeAnswers {
  return isObject(answer) ? answer : {};
}

function isObject(answer: Given): answer is AttributeAnswers {
  return typeof answer === "object" && answer !== null && !Array.isArray(answer);
}
