"""Setting up and giving routes by forms, as they come from phones and from the console.

Supervisors hand in a few of these forms a day, so each is done by itself, by the services that the console uses too.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.queries import people
from server.catalogue.rules import day_of
from server.core import feed
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import DomainError, InvalidInputError, NotFoundError
from server.core.merge import Change
from server.core.records import Fields, Record, ids_of, ref_of, save, stamp_of_console
from server.core.submissions import BadReferenceError, Outcome, Submission
from server.customers.queries import names as customer_names
from server.routes import queries
from server.routes.errors import RouteTwiceError
from server.routes.models import Route
from server.routes.rules import Item, Wish, fields_of, items_of, rows_by_customer, wishes_of
from server.routes.service.assigning import NewAssignment, assign
from server.routes.service.setup import KIND, NewRoute, RouteChange, create, update

WRITE = "route.write"


def save_routes(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Set up routes from forms, or merge the forms into those that they name; past plans keep their stops.

    Refused are a name that another route in use has, and a customer whom the actor may not see; one who does not exist
    (yet) is answered with BadReferenceError. A form that is refused has changed nothing.
    """
    read = [_by_customer(submission) for submission in submissions]
    records = _held(session, actor, ids_of(KIND, read))
    named = [wish.customer_id for one in read for wish in wishes_of(one.answers.get("stops"))]
    known = customer_names(session, actor.tenant_id, set(named)).keys()
    return [_save(session, actor, records, one, known) for one in read]


def _by_customer(submission: Submission) -> Submission:
    answers, before = dict(submission.answers), dict(submission.before)
    for said in (answers, before):
        if "stops" in said:
            said["stops"] = rows_by_customer(said["stops"])
    return replace(submission, answers=answers, before=before)


def _held(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Record]:
    routes = queries.existing(session, ids)
    stamps = feed.field_stamps(session, KIND, [route.id for route in routes])
    return {route.id: _record(session, actor, route, stamps[route.id]) for route in routes}


def _record(session: Session, actor: Actor, route: Route, stamps: dict[str, Any]) -> Record:
    stops = queries.current_stops(session, route.id)
    wishes = [Wish(stop.customer_id, "in" if stop.membership == "in" else "out", stop.note) for stop in stops]
    visible = queries.is_visible(session, actor, route.id)
    told = {name: getattr(route, name) for name in ("name", "description", "customer_group", "status")}
    return Record(fields_of(told, wishes), stamps, visible, visible and actor.can(WRITE))


def _save(
    session: Session, actor: Actor, records: dict[UUID, Record], submission: Submission, known: Collection[UUID]
) -> Outcome | DomainError:
    route_id = ref_of(KIND, submission).id
    kept = records.get(route_id)
    before = replace(kept, fields=dict(kept.fields), stamps=dict(kept.stamps), written={}) if kept else None
    result = save(actor, KIND, records, submission, lambda _, fields: _judged(fields, submission, known))
    if isinstance(result, Outcome):
        try:
            with savepoint(session):
                _apply(session, actor, route_id, records[route_id], result.changes)
        except DomainError as error:
            result = error
    _settle_record(records, route_id, before, result)
    return result


def _settle_record(
    records: dict[UUID, Record], route_id: UUID, before: Record | None, result: Outcome | DomainError
) -> None:
    """Let the next form of the set find the route as it stands now: made, or as it was before one that was refused."""
    if isinstance(result, Outcome):
        records[route_id] = replace(records[route_id], origin=None, written={})
    elif before is not None:
        records[route_id] = before
    else:
        records.pop(route_id, None)


def _judged(fields: Fields, submission: Submission, known: Collection[UUID]) -> DomainError | None:
    if not fields.get("route_name"):
        return InvalidInputError(pointer="/answers/route_name", reason="required")
    wished = [wish.customer_id for wish in wishes_of(submission.answers.get("stops"))]
    strange = [customer for customer in wished if customer not in known]
    return BadReferenceError("customer", strange[0]) if strange else None


def _apply(session: Session, actor: Actor, route_id: UUID, record: Record, changes: Iterable[Change]) -> None:
    changed = {change.field: change.after for change in changes}
    if record.origin:
        _set_up(session, actor, route_id, record)
    elif changed:
        update(session, actor, route_id, _change(changed))
    if record.written:
        feed.touch(session, KIND, route_id, record.written)


def _set_up(session: Session, actor: Actor, route_id: UUID, record: Record) -> None:
    fields, form = record.fields, record.origin.form if record.origin else {}
    command = NewRoute(
        name=fields["route_name"],
        description=fields.get("description"),
        stops=wishes_of(fields.get("stops")),
        kind="special" if (form.get("record") or {}).get("type") == "special" else "standard",
        customer_group=fields.get("customer_group"),
        id=route_id,
    )
    create(session, actor, command)
    if fields.get("route_status") == "stopped":
        update(session, actor, route_id, RouteChange(status="stopped"))


def _change(changed: dict[str, Any]) -> RouteChange:
    return RouteChange(
        name=changed.get("route_name"),
        description=(changed["description"] or "") if "description" in changed else None,
        status=changed.get("route_status"),
        stops=wishes_of(changed["stops"]) if "stops" in changed else None,
        customer_group=(changed["customer_group"] or "") if "customer_group" in changed else None,
    )


def settle_route(session: Session, actor: Actor, route_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field of a route.

    Raises NotFoundError when he may not see it or not change routes, and what `update` raises.
    """
    record = _held(session, actor, [route_id]).get(route_id)
    if record is None or not record.editable:
        raise NotFoundError(kind=KIND, id=str(route_id))
    if record.fields.get(name) != value:
        update(session, actor, route_id, _change({name: value}))
        feed.touch(session, KIND, route_id, {name: stamp_of_console(actor)})


def assign_by_form(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Give routes to people as forms say, from the day of the form on where it names none, and tell each his part.

    Refused, with both people named, are one route for two people in a form and days that somebody else drives it
    already, unless the form says to `replace` him. A form that is refused has given nothing.
    """
    return [_assign_all(session, actor, submission) for submission in submissions]


def _assign_all(session: Session, actor: Actor, submission: Submission) -> Outcome | DomainError:
    items = items_of(submission.answers.get("items"))
    try:
        with savepoint(session):
            routes = {route.id: route for route in queries.existing(session, {item.route_id for item in items})}
            _refuse_twice(session, items, routes)
            for item in items:
                _assign(session, actor, submission, item, routes)
    except DomainError as error:
        return error
    return Outcome()


def _refuse_twice(session: Session, items: Sequence[Item], routes: dict[UUID, Route]) -> None:
    seen: dict[UUID, UUID] = {}
    for item in items:
        if item.route_id not in routes:
            raise BadReferenceError(KIND, item.route_id)
        if item.route_id in seen:
            ids = (seen[item.route_id], item.employee_id)
            found = people(session, routes[item.route_id].tenant_id, set(ids))
            one, other = (found[each].name if each in found else str(each) for each in ids)
            raise RouteTwiceError(route=routes[item.route_id].name, one=one, other=other)
        seen[item.route_id] = item.employee_id


def _assign(session: Session, actor: Actor, submission: Submission, item: Item, routes: dict[UUID, Route]) -> None:
    answers = submission.answers
    first = day_of(answers.get("valid_from")) or _day(session, submission)
    last = day_of(answers.get("valid_to"))
    if _drives_already(session, item, first, last):
        return
    command = NewAssignment(
        employee_id=item.employee_id,
        valid_from=first,
        valid_to=last,
        instruction=answers.get("instruction"),
        replace=answers.get("replace") is True,
    )
    assign(session, actor, routes[item.route_id].id, command)


def _day(session: Session, submission: Submission) -> date:
    return submission.occurred_at.astimezone(queries.zone(session)).date()


def _drives_already(session: Session, item: Item, first: date, last: date | None) -> bool:
    """Tell whether the same person has the route on all of these days: giving it again changes nothing."""
    return any(
        standing.employee_id == item.employee_id
        and standing.valid_from <= first
        and (standing.valid_to is None or (last is not None and last <= standing.valid_to))
        for standing, _ in queries.overlapping(session, item.route_id, first, last)
    )
