/** A group that repeats: its rows numbered #1, #2, added, removed and put in order. */
import { rowsOf, type Answer, type Answers, type Field, type RepeatRow } from "@tuyen/sdk";
import { useState } from "react";

import { without } from "../data/options";
import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { toast } from "../parts/toast";
import { useScope, type FieldControl } from "./control";
import { FieldBox } from "./field";
import { withAnswer } from "./following";
import { LineRow } from "./lines";
import { kindOf, pickTitle, ReferenceSheet } from "./references";

/** Of a product and how many of it, and nothing else: shown as lines of a bill. */
export function isBill(field: Field): boolean {
  const [product, count, ...more] = field.fields ?? [];
  return more.length === 0 && product?.type === "ref" && product.of === "product" && count?.type === "stepper";
}

/** Rows begin with what they are about: several may be chosen at once. */
function subjectOf(field: Field): Field | null {
  const [first] = field.fields ?? [];
  return first?.type === "ref" && first.required ? first : null;
}

export function RepeatField({ field, path, name, value, onChange, around }: FieldControl) {
  const { t, local } = useSpeech();
  const { newRow } = useScope();
  const [adding, setAdding] = useState(false);
  const rows = rowsOf(value);
  const subject = subjectOf(field);
  const cells = field.fields ?? [];
  const room = (field.max ?? Infinity) - rows.length;
  const called = (place: number) => numbered(local(field.item_label) || t("repeat.item"), place);
  const put = (next: RepeatRow[]) => onChange(next);
  const add = () => put([...rows, newRow(field)]);
  const change = (place: number, cell: string, answer: Answer) =>
    put(rows.map((row, at) => (at === place ? changed(cells, row, cell, answer) : row)));
  const move = (place: number, by: number) => put(moved(rows, place, by));
  const remove = (place: number) => {
    put(rows.filter((_, at) => at !== place));
    toast(t("repeat.removed", { n: called(place) }), "trash");
  };
  const toggle = (picked: string) => {
    if (!subject) return;
    const at = rows.findIndex((row) => row[subject.name] === picked);
    if (at >= 0) return put(rows.filter((_, place) => place !== at));
    // A row that waits for its subject takes it before another one is begun.
    const empty = rows.findIndex((row) => !row[subject.name]);
    if (empty >= 0) put(rows.map((row, place) => (place === empty ? { ...row, [subject.name]: picked } : row)));
    else if (room > 0) put([...rows, { ...newRow(field), [subject.name]: picked }]);
  };
  return (
    <div className="stack">
      {isBill(field) && rows.length > 0 && (
        <ul className="card bill">
          {rows.map((row, place) => (
            <li key={row.id}><LineRow field={field} path={`${path}/${place}`} row={row} onChange={(cell, answer) => change(place, cell, answer)} onRemove={() => remove(place)} onPick={() => setAdding(true)} /></li>
          ))}
        </ul>
      )}
      {!isBill(field) && rows.map((row, place) => (
        <section key={row.id} className="card item" data-testid={`row-${name}`} aria-label={called(place)}>
          <header>
            <b className="grow">{called(place)}</b>
            {rows.length > 1 && <>
              <button type="button" className="icon-button" disabled={place === 0} onClick={() => move(place, -1)} data-testid={`up-${name}-${place}`} aria-label={t("repeat.up", { n: called(place) })}><Icon name="up" size={20} /></button>
              <button type="button" className="icon-button" disabled={place === rows.length - 1} onClick={() => move(place, 1)} data-testid={`down-${name}-${place}`} aria-label={t("repeat.down", { n: called(place) })}><Icon name="down" size={20} /></button>
            </>}
            <button type="button" className="icon-button" onClick={() => remove(place)} data-testid={`remove-${name}-${place}`} aria-label={t("repeat.remove", { n: called(place) })}><Icon name="trash" size={20} /></button>
          </header>
          {cells.map((cell) => (
            <FieldBox key={cell.name} field={cell} path={`${path}/${place}/${cell.name}`} value={row[cell.name]} around={{ ...around, ...cellsOf(row) }}
              onChange={(answer) => change(place, cell.name, answer)} />
          ))}
        </section>
      ))}
      {room > 0 && (
        <button type="button" className="button soft wide" data-testid={`add-${name}`} onClick={() => (subject ? setAdding(true) : add())}>
          <Icon name="plus" size={20} />{local(field.add_label) || t("repeat.add")}
        </button>
      )}
      {adding && subject && (
        <ReferenceSheet field={subject} around={around} title={t(pickTitle(kindOf(subject)))} chosen={rows.flatMap((row) => (typeof row[subject.name] === "string" ? [row[subject.name] as string] : []))}
          onPick={toggle} onClose={() => setAdding(false)} />
      )}
    </div>
  );
}

function changed(cells: Field[], row: RepeatRow, cell: string, answer: Answer): RepeatRow {
  return { id: row.id, ...withAnswer(cells, cellsOf(row), cell, answer, null) };
}

function cellsOf(row: RepeatRow): Answers {
  return without(row, "id") as Answers;
}

export function moved<T>(items: T[], place: number, by: number): T[] {
  const next = [...items];
  const [item] = next.splice(place, 1);
  if (item !== undefined) next.splice(place + by, 0, item);
  return next;
}

/** `Khách hàng số #` and the number; the sign is where the number stands. */
export function numbered(label: string, place: number): string {
  return label.includes("#") ? label.replace(/#n?/, `#${place + 1}`) : `${label} #${place + 1}`;
}
