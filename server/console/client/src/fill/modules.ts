/** Under which heading a form is offered. Pure. */
import type { Form } from "../api/formTypes";
import type { MessageKey } from "../i18n/vi";

export const MODULES = ["customers", "routes", "catalogue", "tele", "f2f", "other"] as const;
export type Module = (typeof MODULES)[number];

export const MODULE_WORDS: Record<Module, MessageKey> = {
  customers: "fill.module.customers",
  routes: "fill.module.routes",
  catalogue: "fill.module.catalogue",
  tele: "fill.module.tele",
  f2f: "fill.module.f2f",
  other: "fill.module.other",
};

/** Forms by telephone and face to face stand together, whatever they are about (TB-01). */
export function moduleOf({ key, module }: Pick<Form, "key" | "module">): Module {
  if (key.endsWith(".tele")) return "tele";
  if (key.endsWith(".f2f")) return "f2f";
  return MODULES.find((known) => known === module) ?? "other";
}

/** The forms that somebody with these rights may begin, by heading; headings without a form are left out. */
export function offeredForms(forms: readonly Form[], rights: readonly string[]): { module: Module; forms: Form[] }[] {
  const allowed = forms.filter(({ record, right }) => !record?.edits_only && (!right || rights.includes(right)));
  return MODULES.map((module) => ({ module, forms: allowed.filter((form) => moduleOf(form) === module) })).filter(({ forms: own }) => own.length > 0);
}
