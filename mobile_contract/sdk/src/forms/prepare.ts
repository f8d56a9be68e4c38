/** What of a form is sent. */
import { idsOf, rowsOf } from "../answers";
import type { Answer, Answers, Field, FormDefinition, GpsFix, RepeatRow } from "../types";
import { same, settle, type FormContext, type FormInput } from "./settle";
import { isEmpty } from "./types";

export interface PreparedAnswers {
  answers: Answers;
  before?: Answers;
  gps?: GpsFix;
  /** Media ids by field, by `lines/2/photos` in rows. */
  media: Record<string, string[]>;
}

/**
 * What is sent: no answer of a hidden field, and every reckoned one. A new form sends every answer; an edit sends only
 * the answers that changed, with what they were in `before` (null where the field was empty). A position that was read
 * and not saved is not among them.
 */
export function prepare(definition: FormDefinition, input: FormInput, context: FormContext = {}): PreparedAnswers {
  const settled = settle(definition, input, context);
  const answers: Answers = {};
  const before: Answers = {};
  for (const field of definition.fields) {
    if (settled.hidden.has(field.name) || field.type === "button") continue;
    const value = tidy(field, settled.values[field.name], field.name, settled.hidden);
    const prefilled = input.prefilled?.[field.name];
    if (!input.prefilled) {
      if (!isEmpty(value)) answers[field.name] = value;
    } else if (!same(value, prefilled)) {
      answers[field.name] = isEmpty(value) ? null : value;
      before[field.name] = prefilled ?? null;
    }
  }
  const changed = definition.fields.filter((field) => field.name in answers);
  const position = changed.find((field) => field.type === "gps" && answers[field.name]);
  return {
    answers,
    ...(input.prefilled ? { before } : {}),
    ...(position ? { gps: answers[position.name] as GpsFix } : {}),
    media: mediaOf(changed, answers, input.prefilled),
  };
}

/** True where finishing the form would send nothing. */
export function nothingToSend(prepared: PreparedAnswers): boolean {
  return Object.keys(prepared.answers).length === 0;
}

/** Of the files named, those that are new: a picture that the record had already is not bound again. */
function mediaOf(fields: readonly Field[], answers: Answers, prefilled: Answers | undefined, above = ""): Record<string, string[]> {
  const media: Record<string, string[]> = {};
  for (const field of fields) {
    const answer = answers[field.name];
    if (field.type === "media" && Array.isArray(answer)) {
      const had = idsOf(prefilled?.[field.name]);
      media[above + field.name] = idsOf(answer).filter((id) => !had.includes(id));
    }
    if (field.type !== "repeat") continue;
    for (const [place, row] of rowsOf(answer).entries()) {
      const had = rowsOf(prefilled?.[field.name]).find((each) => each.id === row.id);
      Object.assign(media, mediaOf(field.fields ?? [], row as Answers, had as Answers | undefined, `${above}${field.name}/${place}/`));
    }
  }
  return media;
}

function tidy(field: Field, value: Answer | undefined, place: string, hidden: ReadonlySet<string>): Answer {
  if (field.type === "repeat") return rowsOf(value).map((row, at) => tidyRow(field.fields ?? [], row, `${place}/${at}`, hidden));
  if (typeof value !== "string") return value ?? null;
  const text = value.normalize("NFC").trim();
  return field.type === "url" && text && !text.includes("://") ? `https://${text}` : text;
}

/** A row without its empty and hidden cells; cells that this version does not know stay as they are. */
function tidyRow(cells: readonly Field[], row: RepeatRow, place: string, hidden: ReadonlySet<string>): RepeatRow {
  const known = new Map(cells.map((cell) => [cell.name, cell]));
  const tidied = Object.entries(row).flatMap(([name, value]): [string, Answer][] => {
    const cell = known.get(name);
    const answer = cell ? tidy(cell, value, `${place}/${name}`, hidden) : (value ?? null);
    return hidden.has(`${place}/${name}`) || isEmpty(answer) ? [] : [[name, answer]];
  });
  return { ...Object.fromEntries(tidied), id: row.id };
}
