/** Changing a form definition. All functions are pure and leave what they are given as it is. */
import type { FieldDefinition, FieldType, Form } from "../api/formTypes";
import { fold } from "../ui/fold";

/** Where a field stands: its place at the top, or the group's place and its place in the group, and so on. */
export type Spot = readonly number[];

const CHOICES = new Set<FieldType>(["select", "multi"]);
const REFERENCES = new Set<FieldType>(["ref", "refs"]);

/** Names by which the rules know something else already. */
const TAKEN = new Set(["today", "now", "record", "id", "true", "false", "null", "in"]);

export function fieldAt(fields: readonly FieldDefinition[], spot: Spot): FieldDefinition | undefined {
  const [first, ...rest] = spot;
  const field = first === undefined ? undefined : fields[first];
  return rest.length === 0 ? field : fieldAt(field?.fields ?? [], rest);
}

function inGroup(fields: readonly FieldDefinition[], group: Spot, change: (fields: readonly FieldDefinition[]) => FieldDefinition[]): FieldDefinition[] {
  const [first, ...rest] = group;
  if (first === undefined) return change(fields);
  return fields.map((field, place) => (place === first ? { ...field, fields: inGroup(field.fields ?? [], rest, change) } : field));
}

/** The form with the fields of one group changed; an empty spot is the top. */
export function withFields(form: Form, group: Spot, change: (fields: readonly FieldDefinition[]) => FieldDefinition[]): Form {
  return { ...form, fields: inGroup(form.fields, group, change) };
}

/** The form with another field in this place. Members that are undefined are taken away. */
export function withField(form: Form, spot: Spot, part: Partial<FieldDefinition>): Form {
  const last = spot.at(-1);
  return withFields(form, spot.slice(0, -1), (fields) => fields.map((field, place) => (place === last ? pruned({ ...field, ...part }) : field)));
}

function pruned(field: FieldDefinition): FieldDefinition {
  return Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as unknown as FieldDefinition;
}

export function withoutField(form: Form, spot: Spot): Form {
  const last = spot.at(-1);
  return withFields(form, spot.slice(0, -1), (fields) => fields.filter((_, place) => place !== last));
}

/** The form with a new field at the end of a group, and where that is. */
export function withNewField(form: Form, group: Spot, type: FieldType, label: { vi: string; en: string }): { form: Form; spot: Spot } {
  const names = namesOf(form.fields);
  const field = newField(type, label, freeName(label.vi || type, names));
  const siblings = group.length === 0 ? form.fields : (fieldAt(form.fields, group)?.fields ?? []);
  return { form: withFields(form, group, (fields) => [...fields, field]), spot: [...group, siblings.length] };
}

/** What a field of this type needs to be one. */
function newField(type: FieldType, label: { vi: string; en: string }, name: string): FieldDefinition {
  const field: FieldDefinition = { name, type, label };
  if (CHOICES.has(type)) return { ...field, options: [1, 2].map((n) => ({ value: `option_${n}`, label: { vi: `Lựa chọn ${n}`, en: `Option ${n}` } })) };
  if (REFERENCES.has(type)) return { ...field, of: "customer" };
  if (type === "repeat") return { ...field, min: 1, fields: [{ name: "text", type: "text", label: { vi: "Nội dung", en: "Text" } }] };
  if (type === "button") return { ...field, action: "call_sim" };
  if (type === "media") return { ...field, max: 10 };
  if (type === "attributes") return { ...field, parent: "update_set" };
  if (type === "longtext") return { ...field, voice: true };
  return field;
}

/** Every name in the form, those in groups too. */
export function namesOf(fields: readonly FieldDefinition[]): Set<string> {
  return new Set(fields.flatMap((field) => [field.name, ...namesOf(field.fields ?? [])]));
}

/** `so_dien_thoai` of “Số điện thoại”; never empty, never beginning with a digit. */
export function nameFrom(words: string): string {
  const name = fold(words).replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 50);
  return /^[a-z]/.test(name) ? name : `f_${name || "field"}`;
}

/** A name made of the words that no other field has. */
export function freeName(words: string, taken: ReadonlySet<string>): string {
  const name = nameFrom(words);
  const isFree = (each: string) => !taken.has(each) && !TAKEN.has(each);
  if (isFree(name)) return name;
  for (let n = 2; ; n += 1) if (isFree(`${name}_${n}`)) return `${name}_${n}`;
}

export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const others = items.filter((_, place) => place !== from);
  return [...others.slice(0, to), ...items.slice(from, from + 1), ...others.slice(to)];
}

/** `/fields/2/fields/0` of a spot. */
export function pointerOf(spot: Spot): string {
  return spot.map((place) => `/fields/${place}`).join("");
}

/** The field that a fault of the server points into; null where it is one of the form itself. */
export function spotOf(pointer: string): Spot | null {
  const found = /^#?((?:\/fields\/\d+)+)/.exec(pointer);
  return found?.[1] === undefined ? null : found[1].split("/fields/").slice(1).map(Number);
}

/** The member of the field that a fault points to, as `show_if`; empty where it is the field as a whole. */
export function memberOf(pointer: string): string {
  return pointer.replace(/^#?(\/fields\/\d+)*\/?/, "").split("/")[0] ?? "";
}

export function sameSpot(a: Spot | null, b: Spot | null): boolean {
  return a !== null && b !== null && pointerOf(a) === pointerOf(b);
}

/** A new form with one field, so that it can be seen at once. */
export function newForm(key: string, title: { vi: string; en: string }): Form {
  return {
    key,
    version: 1,
    title,
    purpose: null,
    help_text: null,
    help_url: null,
    module: "custom",
    record: null,
    actions: ["finish_exit", "finish_new"],
    fields: [{ name: "customer", type: "ref", label: { vi: "Khách hàng", en: "Customer" }, of: "customer", required: true }],
  };
}

/** A text in both languages with another Vietnamese one; an English one that nobody has written goes along. */
export function withVietnamese(text: { vi: string; en: string }, vi: string): { vi: string; en: string } {
  return { vi, en: text.en === "" || text.en === text.vi ? vi : text.en };
}
