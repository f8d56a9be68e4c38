/**
 * A form while it is being filled in: what is reckoned, shown and asked for, and what is wrong. Pure functions over a
 * definition, the answers and the positions that were read but not saved; the server's half is
 * `server/forms/rules/judging.py`.
 */
import { rowsOf } from "../answers";
import type { Answer, Answers, Field, FormDefinition, GpsFix, RepeatRow } from "../types";
import { asVariable, evaluate, type CompiledExpression, type Json, type Variables } from "./expressions";
import { issueOf, type Found, type Issue, type ValidationContext } from "./issues";
import { planOf, type FieldPlan, type Plan } from "./plan";
import { isEmpty } from "./types";
import { answerOf, variableOf } from "./variables";

export interface FormInput {
  values: Answers;
  /** Positions read and not saved, by place. */
  readings: Record<string, GpsFix>;
  /** Present in an edit: what the form was prefilled with. */
  prefilled?: Answers;
}

/** What a form is judged by besides its answers; `today` and `now` are this moment's where they are not given. */
export interface FormContext extends ValidationContext {
  /** YYYY-MM-DD. */
  today?: string;
  /** RFC 3339. */
  now?: string;
  /** The fields of the edited record; what the form was prefilled with where they are not given. */
  record?: Answers | null;
}

/** A place in the form: `customer`, or `lines/2/product` in the third row of a repeat. */
export type Place = string;

export interface Settled {
  /** The answers with what is reckoned; those of hidden fields are still among them. */
  values: Answers;
  hidden: ReadonlySet<Place>;
  required: ReadonlySet<Place>;
  issues: Issue[];
}

interface Level {
  plan: Plan;
  above: string;
  values: Record<string, Answer | undefined>;
  /** Of an edit, or of the row with this id in it. */
  prefilled: Record<string, Answer | undefined> | null;
  variables: Variables;
  rows: Map<string, Level[]>;
}

/** Everything that follows from the answers as they are now. */
export function settle(definition: FormDefinition, input: FormInput, context: FormContext = {}): Settled {
  const plan = planOf(definition);
  const settling = new Settling(input, context, plan.reckons ? outerVariables(input, context) : {});
  const level = settling.level(plan, "", input.values, input.prefilled ?? null);
  settling.fill(level);
  settling.rule(level);
  return { values: level.values as Answers, hidden: settling.hidden, required: settling.required, issues: settling.issues };
}

/** What is wrong, in the order of the fields; at most one issue a place. */
export function validate(definition: FormDefinition, input: FormInput, context: FormContext = {}): Issue[] {
  return settle(definition, input, context).issues;
}

/** The fields that are to be seen now. */
export function visibleFields(definition: FormDefinition, input: FormInput, context: FormContext = {}): Field[] {
  const { hidden } = settle(definition, input, context);
  return definition.fields.filter((field) => !hidden.has(field.name));
}

export function outerVariables(input: Pick<FormInput, "prefilled">, context: FormContext): Variables {
  const now = context.now ?? localMoment(new Date());
  return { now, today: context.today ?? now.slice(0, 10), record: asVariable(context.record ?? input.prefilled ?? null) };
}

function localMoment(at: Date): string {
  const shift = -at.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(shift) / 60), Math.abs(shift) % 60].map((part) => String(part).padStart(2, "0"));
  return `${new Date(at.getTime() + shift * 60_000).toISOString().slice(0, 19)}${shift < 0 ? "-" : "+"}${hours}:${minutes}`;
}

class Settling {
  readonly hidden = new Set<Place>();
  readonly required = new Set<Place>();
  readonly issues: Issue[] = [];
  private readonly input: FormInput;
  private readonly context: FormContext;
  private readonly outer: Variables;

  constructor(input: FormInput, context: FormContext, outer: Variables) {
    this.input = input;
    this.context = context;
    this.outer = outer;
  }

  level(plan: Plan, above: string, values: Level["values"], prefilled: Level["prefilled"], around: Variables = this.outer): Level {
    const variables = { ...around };
    if (plan.reckons) for (const { field } of plan.fields) variables[field.name] = null;
    return { plan, above, values: { ...values }, prefilled, variables, rows: new Map() };
  }

  /** Reckon what is hidden and what is calculated, in the order in which it can be known. */
  fill(level: Level): void {
    for (const plan of level.plan.order) {
      const { field } = plan;
      if (plan.show_if && this.value(plan.show_if, level) !== true) {
        this.hidden.add(level.above + field.name);
        continue;
      }
      if (plan.calculate) level.values[field.name] = answerOf(field, this.value(plan.calculate, level));
      else if (plan.cells) this.fillRows(level, plan, plan.cells);
      if (level.plan.reckons) level.variables[field.name] = variableOf(field, this.ofShown(level, plan));
    }
  }

  private value(expression: CompiledExpression, level: Level): Json {
    return evaluate(expression, level.variables);
  }

  private fillRows(level: Level, plan: FieldPlan, cells: Plan): void {
    const { field } = plan;
    const before = rowsOf(level.prefilled?.[field.name]);
    const rows = rowsOf(level.values[field.name]).map((row, place) => {
      const had = before.find((each) => each.id === row.id) ?? null;
      return this.level(cells, `${level.above}${field.name}/${place}/`, row, had, level.variables);
    });
    for (const row of rows) this.fill(row);
    level.rows.set(field.name, rows);
    if (rows.length > 0) level.values[field.name] = rows.map((row) => row.values as RepeatRow);
  }

  /** An answer as others may read it: rows without what is hidden in them. */
  private ofShown(level: Level, { field }: FieldPlan): Answer | undefined {
    const rows = level.rows.get(field.name);
    if (!rows?.length) return level.values[field.name];
    return rows.map((row) => {
      const shown = Object.entries(row.values).filter(([name]) => !this.hidden.has(row.above + name));
      return Object.fromEntries(shown) as unknown as RepeatRow;
    });
  }

  /** Ask what is required, and whether what was answered keeps to the rules. */
  rule(level: Level): void {
    for (const plan of level.plan.fields) {
      const place = level.above + plan.field.name;
      if (this.hidden.has(place)) continue;
      const found = this.foundAt(level, plan, place);
      if (found) this.issues.push({ field: place, ...found });
      for (const row of level.rows.get(plan.field.name) ?? []) {
        // The form's own fields are all known by now; the row's cells lie over them.
        row.variables = { ...level.variables, ...Object.fromEntries(row.plan.fields.map(({ field }) => [field.name, row.variables[field.name] ?? null])) };
        this.rule(row);
      }
    }
  }

  private foundAt(level: Level, plan: FieldPlan, place: Place): Found | null {
    const { field } = plan;
    if (field.type === "button") return null;
    const asked = !plan.calculate && (field.required === true || (plan.required_if !== null && this.value(plan.required_if, level) === true));
    if (asked) this.required.add(place);
    const value = level.values[field.name];
    if (isEmpty(value)) return asked ? this.missing(field, place) : null;
    if (level.prefilled && !plan.cells && same(value, level.prefilled[field.name])) return null; // not sent, so not judged
    return issueOf(field, value as Answer, this.around(level, field), this.context) ?? this.broken(level, plan);
  }

  /** The answers beside the field's own; a hidden choice above it is none. */
  private around({ values, above }: Level, { parent }: Field): Answers {
    return (parent !== undefined && this.hidden.has(above + parent) ? { ...values, [parent]: null } : values) as Answers;
  }

  private missing(field: Field, place: Place): Found {
    if (field.type !== "gps") return { code: "required" };
    return { code: this.input.readings[place] ? "gps_not_saved" : "gps_not_read" };
  }

  private broken(level: Level, { field, constraints }: FieldPlan): Found | null {
    for (const [place, constraint] of constraints.entries()) {
      const message = field.constraints?.[place]?.message;
      if (constraint && this.value(constraint, level) === false) return { code: "rule", ...(message ? { message } : {}) };
    }
    return null;
  }
}

/** Equal as answers: empty equals absent, the order of keys does not matter. */
export function same(a: Answer | undefined, b: Answer | undefined): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC").trim());
  if (value === null || value === undefined || typeof value !== "object") return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(",")}}`;
}
