/** Which forms the person may hand in; what the server has not told is not held back. */
import type { FormDefinition } from "@tuyen/sdk";
import { useLiveQuery } from "dexie-react-hooks";
import { useMemo } from "react";

import { store } from "../services";
import { useData } from "./context";

export function mayUse(form: Pick<FormDefinition, "right">, rights: string[] | undefined): boolean {
  return !form.right || rights === undefined || rights.includes(form.right);
}

/** Undefined until they are read from the phone. */
export function useForms(): FormDefinition[] | undefined {
  const { forms } = useData();
  const held = useLiveQuery(async () => ({ rights: await store.read("rights") }));
  return useMemo(() => held && [...forms.values()].filter((form) => mayUse(form, held.rights)), [forms, held]);
}

/** The form by its key where the person may use it. */
export function useAllowed(): (key: string | undefined) => FormDefinition | undefined {
  const forms = useForms();
  return (key) => forms?.find((form) => form.key === key);
}
