import type { InputWrapperProps } from "@mantine/core";
import { useLanguage } from "../../i18n/language";
import { type InputProps, useFilling } from "../context";
import { handleOf } from "../paths";

interface Labelled extends Pick<InputWrapperProps, "description" | "withAsterisk" | "error"> {
  label: string;
  id: string;
  "data-testid": string;
}

/** What every input shows of its field: label, help, star, fault, and its handle for tests. */
export function useLabelled({ field, path, look }: InputProps): Labelled {
  const { say } = useLanguage();
  const { submissionId } = useFilling();
  return {
    label: say(field.label),
    description: say(field.help) || undefined,
    withAsterisk: look.required,
    error: look.fault,
    id: idOf(submissionId, path),
    "data-testid": `input-${handleOf(path)}`,
  };
}

/** The element of a field, so that a fault can be jumped to. */
export function idOf(submissionId: string, path: string): string {
  return `f-${submissionId}-${handleOf(path)}`;
}

export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}
