/** What the inbox of conflicts is narrowed to, as it stands in the address. Pure. */
import type { Query } from "../api/client";
import { startOfDay } from "../ui/format";

export interface Filter {
  state: "open" | "settled";
  field: string | null;
  policy: string | null;
  person: string | null;
  record: string | null;
  /** YYYY-MM-DD */
  since: string | null;
}

const NAMES = ["field", "policy", "person", "record", "since"] as const;

export function readFilter(parameters: URLSearchParams): Filter {
  const [field, policy, person, record, since] = NAMES.map((name) => parameters.get(name));
  const state = parameters.get("state") === "settled" ? "settled" : "open";
  return { state, field: field ?? null, policy: policy ?? null, person: person ?? null, record: record ?? null, since: since ?? null };
}

export function writeFilter(filter: Filter): URLSearchParams {
  const said = new URLSearchParams();
  if (filter.state === "settled") said.set("state", "settled");
  for (const name of NAMES) if (filter[name]) said.set(name, filter[name]);
  return said;
}

/** The filter as the server takes it. */
export function queryOf({ state, field, policy, person, record, since }: Filter): Query {
  return { state, field, policy, person_id: person, record_id: record, from: since && startOfDay(since) };
}

export function isNarrowed(filter: Filter): boolean {
  return NAMES.some((name) => filter[name] !== null);
}
