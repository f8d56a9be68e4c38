"""Making routes again from their forms, and who drives them from the forms and decisions that gave them to people."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.catalogue.rules import day_of
from server.core import clock, feed, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.core.submissions import Submission
from server.core.text import nfc
from server.forms.models import SubmissionRow
from server.forms.service.accepting import ORPHAN
from server.forms.service.rebuilding import Retold, Source, as_accepted
from server.routes import queries
from server.routes.models import Route, RouteAssignment
from server.routes.rules import (
    Period,
    Turn,
    drives_already,
    ended,
    handed_over,
    items_of,
    rows_by_customer,
    with_room,
)
from server.routes.service.assigning import KIND as ASSIGNMENT
from server.routes.service.membership import align
from server.routes.service.setup import KIND

DRIVES = "drives"
BATCH = 500
_FIELDS = """json_strip_nulls(json_build_object('route_name', r.name, 'description', r.description,
  'customer_group', r.customer_group, 'route_status', r.status, 'stops', (
    SELECT json_agg(json_build_object('id', s.customer_id, 'customer', s.customer_id, 'membership', s.membership,
                                      'note', s.note) ORDER BY s.seq, s.id)
    FROM route_stop s WHERE s.tenant_id = r.tenant_id AND s.route_id = r.id AND s.valid_to IS NULL)))"""

# What a form does to a route is in the history too: such an entry has the request of a form about the route.
_HISTORY = """
SELECT e.record_id, e.at, CAST(NULL AS uuid) AS submission_id, (
  SELECT json_object_agg(CASE f.key WHEN 'name' THEN 'route_name' WHEN 'status' THEN 'route_status' ELSE f.key END,
    CASE f.key WHEN 'stops' THEN (
      SELECT json_agg(json_build_object('id', s ->> 'customer_id', 'customer', s ->> 'customer_id',
                                        'membership', s ->> 'membership', 'note', s ->> 'note'))
      FROM json_array_elements(f.value) s) ELSE f.value END)
  FROM json_each(CAST(d.body AS json) -> 'after') f) AS values
FROM audit_entry e JOIN audit_detail d ON d.tenant_id = e.tenant_id AND d.n = e.n
WHERE e.tenant_id = :tenant_id AND e.kind = :kind AND e.record_id = ANY(:ids) AND e.request_id IS NOT NULL
  AND e.action IN ('route.change', 'route.stop', 'route.start')
  AND NOT EXISTS (SELECT 1 FROM submission w WHERE w.tenant_id = e.tenant_id AND w.record_kind = e.kind
                    AND w.record_id = e.record_id AND w.request_id = e.request_id)
ORDER BY e.n
"""
_MERGED = "SELECT id, into_id FROM record_alias WHERE tenant_id = :tenant_id AND kind = 'customer'"


def _reader(session: Session) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]:
    merged = {str(row.id): str(row.into_id) for row in sql.run(session, _MERGED, {"tenant_id": tenant_of(session)})}
    return partial(_as_stored, merged)


def _as_stored(merged: Mapping[str, str], _: Mapping[str, Any], answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return answers as routes hold them: names in one line, stops known by the customers who stand."""
    stored = dict(answers)
    if isinstance(stored.get("route_name"), str):
        stored["route_name"] = " ".join(nfc(stored["route_name"]).split())
    if isinstance(stored.get("stops"), list):
        rows: Any = rows_by_customer(stored["stops"])
        there = {row["id"] for row in rows}
        stored["stops"] = [_led(row, merged) for row in rows if merged.get(row["id"]) not in there]
    return stored


def _led(row: Mapping[str, Any], merged: Mapping[str, str]) -> dict[str, Any]:
    customer = merged.get(row["id"], row["id"])
    return {**row, "id": customer, "customer": customer}


ROUTES = Source(
    "route r",
    history=_HISTORY,
    fields=_FIELDS,
    begins={"route_status": "active"},
    names=("route_name", "description", "customer_group", "route_status", "stops"),
    prepare=_reader,
)


def _stands(session: Session) -> Iterator[dict[UUID, dict[str, Any]]]:
    mine = Route.tenant_id == tenant_of(session)
    ids = iter(session.scalars(select(Route.id).where(mine).order_by(Route.id)).all())
    while batch := list(islice(ids, BATCH)):
        turns = _standing(session, batch)
        yield {route_id: _fields(turns.get(route_id, ())) for route_id in batch}


def _standing(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Turn]]:
    chosen = select(RouteAssignment).where(
        RouteAssignment.tenant_id == tenant_of(session),
        RouteAssignment.route_id.in_(ids),
        RouteAssignment.cancelled_at.is_(None),
    )
    found: dict[UUID, list[Turn]] = {}
    for one in session.scalars(chosen):
        found.setdefault(one.route_id, []).append(_turn(one))
    return found


def _turn(one: RouteAssignment) -> Turn:
    return Turn(one.employee_id, Period(one.valid_from, one.valid_to), one.instruction)


def _fields(turns: Iterable[Turn]) -> dict[str, Any]:
    """Return who drives a route, in the order of days."""
    told = [
        {
            "employee": str(turn.employee_id),
            "from": turn.period.first.isoformat(),
            "to": turn.period.last.isoformat() if turn.period.last else None,
            "instruction": turn.instruction or None,
        }
        for turn in sorted(turns, key=lambda turn: turn.period.first)
    ]
    return {DRIVES: told} if told else {}


Step = Callable[[list[Turn]], list[Turn]]
_DECISIONS = """
SELECT e.record_id, e.at, e.action, e.request_id, d.body
FROM audit_entry e JOIN audit_detail d ON d.tenant_id = e.tenant_id AND d.n = e.n
WHERE e.tenant_id = :tenant_id AND e.kind = 'route' AND e.record_id = ANY(:ids)
  AND (e.action = 'route.stop' OR (e.action = 'route.assign' AND NOT EXISTS (
    SELECT 1 FROM submission w
    WHERE w.tenant_id = e.tenant_id AND w.form_key = 'route.assign' AND w.request_id = e.request_id)))
ORDER BY e.n
"""


def _made(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    where = queries.zone(session)
    steps: dict[UUID, list[tuple[datetime, Step]]] = {}
    for form in _forms(session):
        for route_id, step in _given_by(form, where):
            steps.setdefault(route_id, []).append((form.received_at, step))
    for row in sql.run(session, _DECISIONS, {"tenant_id": tenant_of(session), "ids": list(ids)}):
        detail = msgspec.json.decode(row.body)
        if row.request_id is None and "assignment" in detail:
            continue  # of a form that had waited: nobody sits at a desk without a request
        decided = _decided(row.action, detail, row.at.astimezone(where).date())
        if decided is not None:
            steps.setdefault(row.record_id, []).append((row.at, decided))
    return {route_id: _fields(_walked(steps[route_id])) for route_id in ids if route_id in steps}


def _walked(steps: list[tuple[datetime, Step]]) -> list[Turn]:
    turns: list[Turn] = []
    for _, step in sorted(steps, key=lambda pair: pair[0]):
        turns = step(turns)
    return turns


def _forms(session: Session) -> list[Submission]:
    mine = (SubmissionRow.tenant_id == tenant_of(session)) & (SubmissionRow.form_key == "route.assign")
    rows = session.scalars(select(SubmissionRow).where(mine).order_by(SubmissionRow.place))
    return as_accepted(session, [row for row in rows if ORPHAN not in row.flags])


def _given_by(form: Submission, where: ZoneInfo) -> Iterator[tuple[UUID, Step]]:
    answers = form.answers
    first = day_of(answers.get("valid_from")) or form.occurred_at.astimezone(where).date()
    period = Period(first, day_of(answers.get("valid_to")))
    for item in items_of(answers.get("items")):
        turn = Turn(item.employee_id, period, answers.get("instruction"))
        yield item.route_id, partial(_give, turn, unless_driven=True)


def _give(turn: Turn, turns: list[Turn], *, unless_driven: bool = False) -> list[Turn]:
    if unless_driven and drives_already(turns, turn):
        return turns
    return [*with_room(turns, turn.period), turn]


def _decided(action: str, detail: Mapping[str, Any], day: date) -> Step | None:
    """Return what an entry of the history did to the turns; None where it was no decision."""
    if action == "route.stop":
        return partial(_stop, day)
    if "assignment" in detail:
        period = Period(date.fromisoformat(detail["valid_from"]), day_of(detail.get("valid_to")))
        return partial(_give, Turn(UUID(detail["employee_id"]), period, detail.get("instruction")))
    people = [(detail.get(side) or {}).get("employee_id") for side in ("before", "after")]
    if not all(people):
        return None
    one, other = map(UUID, people)
    return partial(_hand_over, one, other, day)


def _stop(day: date, turns: list[Turn]) -> list[Turn]:
    return ended(turns, day)


def _hand_over(one: UUID, other: UUID, day: date, turns: list[Turn]) -> list[Turn]:
    return handed_over(turns, one, other, day)


def _settle(session: Session, actor: Actor, route_id: UUID, name: str, value: Any) -> None:
    """Let a route be driven as it was made again; raise NotFoundError where the actor may not see it."""
    if name != DRIVES or queries.locked(session, actor, route_id) is None:
        raise NotFoundError(kind=KIND, id=str(route_id))
    wanted = [_turn_of(row) for row in value or ()]
    before = _fields(_standing(session, [route_id]).get(route_id, ()))
    for standing, _ in queries.overlapping(session, route_id, date.min, None):
        if _turn(standing) in wanted:
            wanted.remove(_turn(standing))
        else:
            standing.cancelled_at = clock.now()
            feed.touch(session, ASSIGNMENT, standing.id)
    session.flush()
    for turn in wanted:
        _add(session, actor, route_id, turn)
    align(session, [route_id])
    audit.record(session, actor, "route.assign", KIND, route_id, detail={"before": before, "after": {DRIVES: value}})


def _turn_of(row: Mapping[str, Any]) -> Turn:
    period = Period(date.fromisoformat(row["from"]), day_of(row.get("to")))
    return Turn(UUID(row["employee"]), period, row.get("instruction"))


def _add(session: Session, actor: Actor, route_id: UUID, turn: Turn) -> None:
    assignment = RouteAssignment(
        tenant_id=actor.tenant_id,
        id=new_id(),
        route_id=route_id,
        employee_id=turn.employee_id,
        valid_from=turn.period.first,
        valid_to=turn.period.last,
        instruction=turn.instruction,
        assigned_by=actor.employee_id,
        assigned_at=clock.now(),
    )
    session.add(assignment)
    session.flush()
    feed.touch(session, ASSIGNMENT, assignment.id)


ASSIGNMENTS = Retold(_stands, _made, _settle)
