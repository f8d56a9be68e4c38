/** A definition made ready: its expressions compiled, its fields in the order in which they can be reckoned. */
import type { Field, FormDefinition } from "../types";
import { compileOr, type CompiledExpression } from "./expressions";

export interface FieldPlan {
  field: Field;
  show_if: CompiledExpression | null;
  required_if: CompiledExpression | null;
  calculate: CompiledExpression | null;
  constraints: (CompiledExpression | null)[];
  cells: Plan | null;
  /** The variables that have to be known before its own answer is: a repeat's cells count. */
  needs: ReadonlySet<string>;
}

export interface Plan {
  /** As they stand in the form. */
  fields: FieldPlan[];
  /** Each after those that it needs. */
  order: FieldPlan[];
  /** Whether anything is to be evaluated. */
  reckons: boolean;
}

const plans = new WeakMap<readonly Field[], Plan>();

/** The plan of a form, made once. */
export function planOf(definition: Pick<FormDefinition, "fields">): Plan {
  let plan = plans.get(definition.fields);
  if (!plan) {
    plan = planned(definition.fields);
    plans.set(definition.fields, plan);
  }
  return plan;
}

function planned(fields: readonly Field[]): Plan {
  const all = fields.map(fieldPlan);
  const reckons = all.some((each) => expressionsOf(each).length > 0 || (each.cells?.reckons ?? false));
  return { fields: all, order: ordered(all), reckons };
}

function fieldPlan(field: Field): FieldPlan {
  const [show_if, required_if, calculate] = [compileOr(field.show_if), compileOr(field.required_if), compileOr(field.calculate)];
  const constraints = (field.constraints ?? []).map((rule) => compileOr(rule.check));
  const cells = field.fields ? planned(field.fields) : null;
  const needs = new Set([...(show_if?.names ?? []), ...(calculate?.names ?? [])]);
  const own = new Set(cells?.fields.map((cell) => cell.field.name));
  for (const cell of cells?.fields ?? []) for (const name of cell.needs) if (!own.has(name)) needs.add(name);
  return { field, show_if, required_if, calculate, constraints, cells, needs };
}

function expressionsOf(plan: FieldPlan): CompiledExpression[] {
  return [plan.show_if, plan.required_if, plan.calculate, ...plan.constraints].filter((each) => each !== null);
}

function ordered(fields: FieldPlan[]): FieldPlan[] {
  const byName = new Map(fields.map((each) => [each.field.name, each]));
  const done = new Set<FieldPlan>();
  const visit = (plan: FieldPlan, above: ReadonlySet<FieldPlan>) => {
    if (done.has(plan) || above.has(plan)) return;
    for (const name of [...plan.needs].sort()) {
      const needed = byName.get(name);
      if (needed) visit(needed, new Set([...above, plan]));
    }
    done.add(plan);
  };
  for (const plan of fields) visit(plan, new Set());
  return [...done];
}
