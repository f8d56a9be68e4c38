"""Writing visits and calls, as the interaction forms tell them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Session

from server.accounts.queries import device
from server.activities.service import record
from server.core.actor import Actor
from server.core.ids import derived_id
from server.core.submissions import BadReferenceError, Outcome, Submission
from server.core.tiles import tile_of
from server.customers.queries import is_visible
from server.routes import queries as routes
from server.visits import queries, rules
from server.visits.models import Visit
from server.visits.rules import CheckIn, Evidence


def check_in(session: Session, actor: Actor, submission: Submission) -> Outcome:
    """Note a visit and put it on the customer's timeline; doubts about it are flagged, never refused.

    Raises BadReferenceError for a customer that does not exist. Without a customer there is no visit.
    """
    customer_id = _customer_of(submission)
    if customer_id is None:
        return Outcome()
    place = _place_of(submission)
    pin = queries.pin_of(session, customer_id, (place.lat, place.lon) if place else None)
    if pin is None:
        raise BadReferenceError(kind="customer", id=str(customer_id))
    day = submission.occurred_at.astimezone(routes.zone(session)).date()
    drive = routes.drive_to(session, actor.employee_id, customer_id, day)
    evidence = Evidence(
        has_fix=place is not None,
        has_pin=pin.known,
        distance_m=pin.distance_m,
        accuracy_m=place.accuracy_m if place else None,
        mock=place.mock if place else False,
        clock_offset=_clock_offset(session, actor),
        customer_visible=is_visible(session, actor, customer_id),
        route_stopped_at=drive.stopped_at if drive else None,
        occurred_at=submission.occurred_at,
    )
    visit = _new(actor, submission, customer_id, place, rules.flags(evidence))
    visit.route_id = drive.route_id if drive else None
    visit.distance_m = round(pin.distance_m) if pin.distance_m is not None else None
    session.add(visit)
    _on_timeline(session, actor, submission, "visit", customer_id)
    return Outcome(customer_id=customer_id, flags=tuple(visit.flags))


def _new(
    actor: Actor, submission: Submission, customer_id: UUID, place: CheckIn | None, flags: tuple[str, ...]
) -> Visit:
    return Visit(
        tenant_id=actor.tenant_id,
        id=derived_id("visit", submission.id),
        submission_id=submission.id,
        customer_id=customer_id,
        employee_id=actor.employee_id,
        checked_in_at=submission.occurred_at,
        received_at=submission.received_at,
        location=func.ST_SetSRID(func.ST_MakePoint(place.lon, place.lat), 4326) if place else None,
        tile=tile_of(place.lat, place.lon) if place else None,
        accuracy_m=place.accuracy_m if place else None,
        mock=place.mock if place else False,
        flags=list(flags),
        note=submission.answers.get("note"),
    )


def note_call(session: Session, actor: Actor, submission: Submission) -> Outcome:
    """Put a telephone call on the customer's timeline; raises BadReferenceError as `check_in` does."""
    customer_id = _customer_of(submission)
    if customer_id is None:
        return Outcome()
    if queries.pin_of(session, customer_id, None) is None:
        raise BadReferenceError(kind="customer", id=str(customer_id))
    _on_timeline(session, actor, submission, "call", customer_id)
    visible = is_visible(session, actor, customer_id)
    return Outcome(customer_id=customer_id, flags=() if visible else ("customer_not_visible",))


def _on_timeline(session: Session, actor: Actor, submission: Submission, kind: str, customer_id: UUID) -> None:
    told: dict[str, Any] = {
        name: value
        for name, value in submission.answers.items()
        if name not in {"customer", "gps", "note", "notify_to", "photos"}
    }
    note = submission.answers.get("note")
    record(session, actor, submission, kind=kind, customer_id=customer_id, note=note, details=told)


def _customer_of(submission: Submission) -> UUID | None:
    answer = submission.answers.get("customer")
    if answer:
        return UUID(answer)
    return submission.record.id if submission.record and submission.record.kind == "customer" else None


def _place_of(submission: Submission) -> CheckIn | None:
    """Return the check-in that was saved in the form, else where the phone was when the form was finished."""
    fix = submission.fix
    return rules.check_in_of(submission.answers.get("gps")) or (
        CheckIn(fix.lat, fix.lon, fix.accuracy_m, fix.mock) if fix else None
    )


def _clock_offset(session: Session, actor: Actor) -> timedelta | None:
    phone = device(session, actor.tenant_id, actor.device_id) if actor.device_id else None
    if phone is None or phone.clock_offset_ms is None:
        return None
    return timedelta(milliseconds=phone.clock_offset_ms)
