/** The day's work: the routes assigned to this person today, and which of their stops have been visited. */
import type { AssignmentData, RouteData, RouteStop, Row } from "@tuyen/sdk";

import type { HistoryItem } from "./history";

export interface DayRoute { assignmentId: string; routeId: string; route: RouteData; instruction: string | null; until: string | null; stops: RouteStop[] }

/** The local day as YYYY-MM-DD. */
export function localDay(at: Date | number = new Date()): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function routesOfDay(assignments: Row[], routes: Row[], employeeId: string, day: string): DayRoute[] {
  const byId = new Map(routes.map((row) => [row.id, row.d as RouteData]));
  return assignments.flatMap((row) => {
    const assignment = row.d as AssignmentData;
    const route = byId.get(assignment.route_id);
    const mine = assignment.employee_id === employeeId && runsOn(assignment, day);
    if (!mine || route?.status !== "active") return [];
    return [{
      assignmentId: row.id, routeId: assignment.route_id, route, instruction: assignment.instruction ?? null,
      until: assignment.valid_to ?? null, stops: [...route.stops].sort((a, b) => a.seq - b.seq),
    }];
  });
}

function runsOn(assignment: AssignmentData, day: string): boolean {
  return assignment.valid_from.slice(0, 10) <= day && (!assignment.valid_to || day <= assignment.valid_to.slice(0, 10));
}

/** Customers met today: by a contact form that the server has not refused. */
export function visitedOn(history: HistoryItem[], day: string): Set<string> {
  const met = history.filter(
    (item) => item.form.startsWith("interaction.") && !["refused", "dismissed"].includes(item.stage) && localDay(item.at) === day,
  );
  return new Set(met.flatMap((item) => (item.customerId ? [item.customerId] : [])));
}
