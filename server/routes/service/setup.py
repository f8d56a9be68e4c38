"""Making routes, and changing their name, use and stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import InvalidInputError, NotFoundError
from server.core.ids import new_id
from server.core.records import stamp_of_console
from server.core.text import nfc
from server.routes import queries
from server.routes.errors import RouteNameTakenError, StopNotVisibleError
from server.routes.models import Route, RouteStop
from server.routes.rules import ONE_DAY, Standing, Wish, plan_stops
from server.routes.service.membership import align

KIND = "route"


@dataclass(frozen=True)
class NewRoute:
    """A route to be set up with its customers in driving order; a special one is for a group of customers.

    `stops` say more of the customers than `customer_ids`; `id` is that of the form that sets it up, if any.
    """

    name: str
    customer_ids: Sequence[UUID] = ()
    description: str | None = None
    stops: Sequence[Wish] = ()
    kind: str = "standard"
    customer_group: str | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class RouteChange:
    """What to change; None leaves a part as it is. `stops` is the whole list in its new order."""

    name: str | None = None
    description: str | None = None
    status: str | None = None
    stops: Sequence[Wish] | None = None
    customer_group: str | None = None


def create(session: Session, actor: Actor, command: NewRoute) -> Route:
    """Set up a route of customers that the actor may see; raise RouteNameTakenError, StopNotVisibleError."""
    moment = clock.now()
    route = Route(
        tenant_id=actor.tenant_id,
        id=command.id or new_id(),
        name=_one_line(command.name),
        description=command.description,
        status="active",
        kind=command.kind,
        customer_group=command.customer_group,
        created_by=actor.employee_id,
        created_at=moment,
        updated_at=moment,
    )
    _store(session, route)
    wishes = [*command.stops, *(Wish(customer_id) for customer_id in command.customer_ids)]
    _set_stops(session, actor, route, wishes)
    feed.touch(session, KIND, route.id)
    audit.record(session, actor, "route.create", KIND, route.id, detail={"after": _told(session, route)})
    return route


def update(session: Session, actor: Actor, route_id: UUID, change: RouteChange) -> Route:
    """Change a route that the actor may see; a route that is stopped ends its assignments.

    Raises NotFoundError, RouteNameTakenError, StopNotVisibleError.
    """
    route = queries.locked(session, actor, route_id)
    if route is None:
        raise NotFoundError(kind=KIND, id=str(route_id))
    before = _told(session, route)
    if change.description is not None:
        route.description = change.description or None
    if change.customer_group is not None:
        route.customer_group = change.customer_group or None
    _rename(session, route, change.name, change.status)
    if change.stops is not None:
        _set_stops(session, actor, route, change.stops)
    route.updated_at = clock.now()
    session.flush()
    _note(session, actor, route, before)
    return route


IN_FORMS = {"name": "route_name", "status": "route_status"}
"""What fields of a route are called in its forms, where that is something else."""


def _note(session: Session, actor: Actor, route: Route, before: dict[str, Any]) -> None:
    after = _told(session, route)
    switched = after["status"] != before["status"]
    action = {"stopped": "route.stop", "active": "route.start"}[route.status] if switched else "route.change"
    changed = [name for name in after if after[name] != before[name]]
    stamp = stamp_of_console(actor)
    feed.touch(session, KIND, route.id, {IN_FORMS.get(name, name): stamp for name in changed})
    detail = {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
    audit.record(session, actor, action, KIND, route.id, detail=detail)


def _told(session: Session, route: Route) -> dict[str, Any]:
    """Return what the history keeps of a route."""
    stops = queries.current_stops(session, route.id)
    return {
        "name": route.name,
        "description": route.description,
        "customer_group": route.customer_group,
        "status": route.status,
        "stops": [_stop_told(stop) for stop in stops],
    }


def _stop_told(stop: RouteStop) -> dict[str, Any]:
    told = {"customer_id": stop.customer_id, "membership": stop.membership}
    return {**told, "note": stop.note} if stop.note else told


def _rename(session: Session, route: Route, name: str | None, status: str | None) -> None:
    switched = status is not None and status != route.status
    route.name = _one_line(name) if name is not None else route.name
    if status is not None and switched:
        route.status = status
        route.stopped_at = clock.now() if status == "stopped" else None
    _store(session, route)
    if switched:
        _after_switch(session, route)


def _store(session: Session, route: Route) -> None:
    name = route.name
    try:
        with savepoint(session):
            session.add(route)
            session.flush()
    except IntegrityError as error:
        if "route_active_name_idx" in str(error.orig):
            raise RouteNameTakenError(name=name) from error
        raise


def _after_switch(session: Session, route: Route) -> None:
    if route.status == "stopped":
        _end_assignments(session, route)
    for stop in queries.current_stops(session, route.id):
        if stop.membership == "in":
            feed.touch(session, "customer", stop.customer_id)
    align(session, [route.id])


def _end_assignments(session: Session, route: Route) -> None:
    today = queries.today(session)
    for assignment, _ in queries.overlapping(session, route.id, today, None):
        if assignment.valid_from > today:
            assignment.cancelled_at = clock.now()
        else:
            assignment.valid_to = today
        feed.touch(session, "assignment", assignment.id)
    session.flush()


def _set_stops(session: Session, actor: Actor, route: Route, wishes: Sequence[Wish]) -> None:
    current = {stop.customer_id: stop for stop in queries.current_stops(session, route.id)}
    wishes = [*_checked(session, actor, wishes, set(current)), *_unseen(session, actor, wishes, current)]
    standing = {customer: Standing(stop.membership, stop.valid_from) for customer, stop in current.items()}
    today = queries.today(session)
    plan = plan_stops(standing, wishes, today)
    for customer in plan.close:
        current[customer].valid_to = today - ONE_DAY
    for customer in plan.drop:
        session.delete(current[customer])
    session.flush()
    _write(session, route, wishes, {customer: current[customer] for customer in plan.keep}, today)
    for customer in plan.moved:
        feed.touch(session, "customer", customer)


def _write(session: Session, route: Route, wishes: Sequence[Wish], kept: dict[UUID, RouteStop], today: date) -> None:
    for seq, wish in enumerate(wishes, start=1):
        stop = kept.get(wish.customer_id) or RouteStop(
            tenant_id=route.tenant_id,
            id=new_id(),
            route_id=route.id,
            customer_id=wish.customer_id,
            valid_from=today,
        )
        stop.seq, stop.membership, stop.note = seq, wish.membership, wish.note
        session.add(stop)
    session.flush()


def _checked(session: Session, actor: Actor, wishes: Sequence[Wish], known: set[UUID]) -> Sequence[Wish]:
    ids = [wish.customer_id for wish in wishes]
    for place, customer in enumerate(ids):
        if customer in ids[:place]:
            raise InvalidInputError(pointer=f"/stops/{place}/customer_id", reason="repeated")
    unknown = set(ids) - queries.visible_customers(session, actor, ids)
    if unknown - known:
        raise StopNotVisibleError(customer_ids=sorted(str(customer) for customer in unknown - known))
    return wishes


def _unseen(session: Session, actor: Actor, wishes: Sequence[Wish], current: dict[UUID, RouteStop]) -> list[Wish]:
    """Return the stops that the actor cannot have listed, since he may not see their customers: they stay."""
    left_out = set(current) - {wish.customer_id for wish in wishes}
    unseen = left_out - queries.visible_customers(session, actor, left_out)
    return [
        Wish(customer, "in" if stop.membership == "in" else "out", stop.note)
        for customer, stop in current.items()
        if customer in unseen
    ]


def _one_line(name: str) -> str:
    return " ".join(nfc(name).split())
