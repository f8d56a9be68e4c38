/** The receipts of a day, as a list and as a text that can be handed on. */
import type { FormDefinition, ItemResult, OutboxOp, Receipt } from "@tuyen/sdk";

import type { Speech, TextKey } from "../i18n";
import { localDay } from "./today";

export type ReceiptTone = "good" | "info" | "warn" | "bad";

/** One line of proof: an operation that was answered, or one that still waits on the phone. */
export interface ReceiptItem {
  key: string;
  n: number;
  id: string;
  form: string | undefined;
  about: string | undefined;
  name: string | undefined;
  /** When the person finished it, milliseconds. */
  at: number;
  receipt: Receipt | null;
}

/** Newest first: what was finished on that day (YYYY-MM-DD), or ever where it is null. */
export function receiptsOf(receipts: Receipt[], ops: OutboxOp[], day: string | null): ReceiptItem[] {
  const sent = receipts.filter((each) => each.t === "submit").map((receipt): ReceiptItem => ({
    key: receipt.key, n: receipt.n, id: receipt.id, form: receipt.form, about: receipt.about, name: receipt.name,
    at: receipt.created_at, receipt,
  }));
  const told = new Set(sent.map((each) => each.key));
  const waiting = ops
    .filter((op) => op.t === "submit" && op.state === "waiting" && !told.has(`${op.device_id}/${op.n}`))
    .map((op) => waitingItem(op));
  return [...waiting, ...sent].filter((item) => day === null || localDay(item.at) === day).sort((a, b) => b.at - a.at || b.n - a.n);
}

function waitingItem(op: OutboxOp): ReceiptItem {
  const { form, answers, record } = JSON.parse(op.body) as { form: string; answers: Record<string, unknown>; record?: { id: string } };
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    key: op.key, n: op.n, id: op.id, form, about: record?.id ?? text(answers.customer), name: text(answers.full_name),
    at: op.created_at, receipt: null,
  };
}

export interface Outcome { tone: ReceiptTone; text: string; more?: string }

/** What the server made of it, in words; `fieldName` puts a field's label in the place of its key. */
export function outcomeOf(receipt: Receipt | null, { t, local }: Pick<Speech, "t" | "local">, fieldName: (field: string) => string): Outcome {
  if (!receipt) return { tone: "warn", text: t("receipts.waiting") };
  const { result, first } = receipt;
  switch (result.s) {
    case "applied":
      if (result.state === "released" || first === "quarantined") return { tone: "good", text: t("receipts.released") };
      return { tone: "good", text: t(first === "blocked" ? "receipts.applied.late" : "receipts.applied") };
    case "merged":
      return { tone: "warn", text: t("receipts.merged"), more: conflictText(result, t, fieldName) };
    case "conflict":
      return { tone: "warn", text: t("receipts.conflict"), more: conflictText(result, t, fieldName) };
    case "blocked":
      return { tone: "info", text: t("receipts.blocked"), more: t("receipts.blocked.more") };
    case "quarantined":
      return refused(result, t, local);
    default:
      return { tone: "info", text: t("receipts.taken") };
  }
}

function refused(result: ItemResult, t: Speech["t"], local: Speech["local"]): Outcome {
  const why = local(result.message) || t("code.other", { code: result.code ?? "" });
  if (result.state === "released") return { tone: "good", text: t("receipts.released") };
  if (result.state === "dismissed") return { tone: "bad", text: t("receipts.dismissed"), more: [why, result.comment].filter(Boolean).join(" · ") };
  return { tone: "bad", text: t("receipts.quarantined"), more: why };
}

function conflictText(result: ItemResult, t: Speech["t"], fieldName: (field: string) => string): string {
  const word = (kept: string): TextKey => (kept === "yours" ? "receipts.kept.yours" : "receipts.kept.theirs");
  return (result.conflicts ?? []).map(({ field, kept }) => t(word(kept), { field: fieldName(field) })).join("; ");
}

export type Confirmation = "same" | "different" | "open" | "none";

/** Whether the server says that it holds the bytes that this phone sent. */
export function confirmationOf(receipt: Receipt | null): Confirmation {
  if (!receipt) return "none";
  if (!receipt.confirmed) return "open";
  return receipt.confirmed.sha256 === receipt.sha256 ? "same" : "different";
}

/** The whole list as text: enough to settle a dispute without this phone. */
export function receiptsText(
  items: ReceiptItem[], who: { person: string; device: string }, title: (item: ReceiptItem) => string,
  forms: Map<string, FormDefinition>, speech: Speech,
): string {
  const { t, time, day } = speech;
  const head = [t("receipts.title"), who.person, who.device].join(" · ");
  const lines = items.map((item) => {
    const { text, more } = outcomeOf(item.receipt, speech, fieldNames(forms.get(item.form ?? ""), speech));
    const seal = item.receipt ? [`sha256 ${item.receipt.sha256}`, t(`receipts.seal.${confirmationOf(item.receipt)}`)] : [];
    return [`#${item.n} ${title(item)}`, `${day(item.at)} ${time(item.at)}`, [text, more].filter(Boolean).join(": "), ...seal].join("\n");
  });
  return [head, ...lines].join("\n\n");
}

export function fieldNames(form: FormDefinition | undefined, { local }: Pick<Speech, "local">): (field: string) => string {
  return (name) => local(form?.fields.find((field) => field.name === name)?.label) || name;
}
