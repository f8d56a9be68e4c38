/** The filters of visits and submissions, kept in the page's address. */
import type { Query } from "../api/client";
import { REVIEW_STATES, type ReviewState } from "../api/types";
import { addDays, startOfDay } from "../ui/format";

export type Range = "today" | "week" | "custom";

export interface Filter {
  range: Range;
  /** First and last day (YYYY-MM-DD) of a custom range. */
  from: string | null;
  to: string | null;
  employeeId: string | null;
  state: ReviewState | null;
  form: string | null;
  /** A flag, or its beginning. */
  flag: string | null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function dayIn(parameters: URLSearchParams, name: string): string | null {
  const day = parameters.get(name);
  return day !== null && DAY.test(day) ? day : null;
}

function stateIn(parameters: URLSearchParams): ReviewState | null {
  const state = parameters.get("state");
  return REVIEW_STATES.find((known) => known === state) ?? null;
}

/** Reads filters from an address; whatever is not understood is left out. */
export function readFilter(parameters: URLSearchParams, usual: Range): Filter {
  const range = parameters.get("range");
  return {
    range: range === "today" || range === "week" || range === "custom" ? range : usual,
    from: dayIn(parameters, "from"),
    to: dayIn(parameters, "to"),
    employeeId: parameters.get("rep"),
    state: stateIn(parameters),
    form: parameters.get("form"),
    flag: parameters.get("flag"),
  };
}

/** The address's parameters with a filter written into them; parameters of others stay. */
export function writeFilter(parameters: URLSearchParams, filter: Filter): URLSearchParams {
  const written = new URLSearchParams(parameters);
  const isCustom = filter.range === "custom";
  const values = {
    range: filter.range,
    from: isCustom ? filter.from : null,
    to: isCustom ? filter.to : null,
    rep: filter.employeeId,
    state: filter.state,
    form: filter.form,
    flag: filter.flag,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value) written.set(name, value);
    else written.delete(name);
  }
  return written;
}

/** First day and last day (YYYY-MM-DD) that a filter asks for; null leaves that side open. */
export function daysOf(filter: Filter, today: string): [from: string | null, to: string | null] {
  if (filter.range === "today") return [today, today];
  if (filter.range === "week") return [addDays(today, -6), today];
  return [filter.from, filter.to ?? filter.from];
}

/** The query of the API for a filter; `to` is the first instant after the last day. */
export function filterQuery(filter: Filter, today: string): Query {
  const [from, to] = daysOf(filter, today);
  return {
    from: from && startOfDay(from),
    to: to && startOfDay(addDays(to, 1)),
    employee_id: filter.employeeId,
    state: filter.state,
    form: filter.form,
    flag: filter.flag,
  };
}
