/** What a draft changes of the version that is in use. Pure. */
import type { FieldDefinition, Form } from "../api/formTypes";

export interface FieldChange {
  kind: "added" | "removed" | "changed";
  field: FieldDefinition;
  /** The members that differ, of a changed field. */
  members: string[];
}

export interface Changes {
  /** Members of the form itself that differ. */
  form: string[];
  fields: FieldChange[];
  /** Whether fields that are in both stand in another order. */
  reordered: boolean;
}

const OF_FIELDS = new Set(["fields", "version", "key"]);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, each]) => each !== undefined && each !== null && each !== false);
  return `{${members.map(([name, each]) => `${name}:${canonical(each)}`).sort().join()}}`;
}

function differing(before: object, after: object, without: ReadonlySet<string> = new Set()): string[] {
  const [old, young] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const members = [...new Set([...Object.keys(old), ...Object.keys(young)])].filter((name) => !without.has(name));
  return members.filter((name) => canonical(nothing(old[name])) !== canonical(nothing(young[name])));
}

/** False and absent mean the same in a definition. */
function nothing(value: unknown): unknown {
  return value === false || value === undefined ? null : value;
}

/** All differences; a form that was never published is nothing but additions. */
export function changesBetween(before: Form | null, after: Form): Changes {
  const old = new Map(before?.fields.map((field) => [field.name, field]));
  const young = new Set(after.fields.map(({ name }) => name));
  const fields = after.fields.flatMap((field): FieldChange[] => {
    const former = old.get(field.name);
    if (former === undefined) return [{ kind: "added", field, members: [] }];
    const members = differing(former, field);
    return members.length > 0 ? [{ kind: "changed", field, members }] : [];
  });
  const removed = [...old.values()].filter(({ name }) => !young.has(name)).map((field): FieldChange => ({ kind: "removed", field, members: [] }));
  const common = (list: readonly FieldDefinition[] = []) => list.map(({ name }) => name).filter((name) => old.has(name) && young.has(name)).join();
  return {
    form: before === null ? [] : differing(before, after, OF_FIELDS),
    fields: [...fields, ...removed],
    reordered: before !== null && common(before.fields) !== common(after.fields),
  };
}

export function isNothing({ form, fields, reordered }: Changes): boolean {
  return form.length === 0 && fields.length === 0 && !reordered;
}
