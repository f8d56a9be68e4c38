"""Writing visits and calls, as the forms of meetings tell them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.queries import device
from server.activities.service import Entry, log_calls, record
from server.core import bulk
from server.core.actor import Actor
from server.core.errors import DomainError
from server.core.ids import derived_id
from server.core.submissions import BadReferenceError, Outcome, Submission
from server.core.tiles import tile_of
from server.customers.queries import allowed_among
from server.routes import queries as routes
from server.routes.queries import Drive
from server.visits import queries, rules
from server.visits.models import Visit
from server.visits.queries import Pin
from server.visits.rules import CheckIn, Evidence

NOT_ON_THE_TIMELINE = {"customer", "gps", "note", "notify_to", "photos", "media"}
NOTES = ("note", "topic", "detail")
"""Answers that tell in words what a meeting was about, the first that is there."""


@dataclass(frozen=True)
class _Meeting:
    """An interaction with a customer who exists: where the phone was, and how far that is from his pin."""

    submission: Submission
    customer_id: UUID
    place: CheckIn | None
    pin: Pin


def check_in(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Note visits and put them on the customers' timelines; doubts about them are flagged, never refused.

    A customer that does not exist is answered with BadReferenceError. Without a customer there is no visit.
    """
    meetings = _meetings(session, submissions)
    drives, day_of = _drives(session, actor, meetings)
    visible = _visible(session, actor, meetings)
    offset = _clock_offset(session, actor)
    rows = {
        place: _row(actor, meeting, drives.get((meeting.customer_id, day_of[place])), offset, visible)
        for place, meeting in meetings.items()
    }
    bulk.insert(session, Visit, list(rows.values()))
    _on_timeline(session, actor, "visit", meetings)
    flags = {place: tuple(row["flags"]) for place, row in rows.items()}
    return _outcomes(submissions, meetings, flags)


def note_call(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Put telephone calls on the customers' timelines and into the log; answers as `check_in` does."""
    meetings = _meetings(session, submissions)
    visible = _visible(session, actor, meetings)
    _on_timeline(session, actor, "call", meetings)
    log_calls(session, actor, [(meeting.submission, meeting.customer_id) for meeting in meetings.values()])
    flags: dict[int, tuple[str, ...]] = {
        place: () if meeting.customer_id in visible else ("customer_not_visible",)
        for place, meeting in meetings.items()
    }
    return _outcomes(submissions, meetings, flags)


def _meetings(session: Session, submissions: Sequence[Submission]) -> dict[int, _Meeting]:
    """Return the interactions whose customer exists, by their place among the submissions."""
    named = {place: customer for place, one in enumerate(submissions) if (customer := _customer_of(one))}
    places = {place: _place_of(submissions[place]) for place in named}
    wanted = [(named[place], (at.lat, at.lon) if (at := places[place]) else None) for place in named]
    pins = queries.pins_of(session, wanted) if wanted else []
    return {
        place: _Meeting(submissions[place], named[place], places[place], pin)
        for place, pin in zip(named, pins, strict=True)
        if pin is not None
    }


def _outcomes(
    submissions: Sequence[Submission], meetings: dict[int, _Meeting], flags: dict[int, tuple[str, ...]]
) -> list[Outcome | DomainError]:
    def outcome(place: int, submission: Submission) -> Outcome | DomainError:
        customer_id = _customer_of(submission)
        if customer_id is None:
            return Outcome()
        if place not in meetings:
            return BadReferenceError("customer", customer_id)
        return Outcome(customer_id=customer_id, flags=flags[place])

    return [outcome(place, submission) for place, submission in enumerate(submissions)]


def _visible(session: Session, actor: Actor, meetings: dict[int, _Meeting]) -> frozenset[UUID]:
    return allowed_among(session, actor, {meeting.customer_id for meeting in meetings.values()}).visible


def _drives(
    session: Session, actor: Actor, meetings: dict[int, _Meeting]
) -> tuple[dict[tuple[UUID, date], Drive], dict[int, date]]:
    zone = routes.zone(session)
    days = {place: meeting.submission.occurred_at.astimezone(zone).date() for place, meeting in meetings.items()}
    wanted = {(meeting.customer_id, days[place]) for place, meeting in meetings.items()}
    return routes.drives_to(session, actor.employee_id, wanted), days


def _row(
    actor: Actor, meeting: _Meeting, drive: Drive | None, offset: timedelta | None, visible: frozenset[UUID]
) -> dict[str, Any]:
    submission, place = meeting.submission, meeting.place
    return {
        "id": derived_id("visit", submission.id),
        "submission_id": submission.id,
        "customer_id": meeting.customer_id,
        "employee_id": actor.employee_id,
        "route_id": drive.route_id if drive else None,
        "checked_in_at": submission.occurred_at,
        "received_at": submission.received_at,
        "location": bulk.point(place.lat, place.lon) if place else None,
        "tile": tile_of(place.lat, place.lon) if place else None,
        "accuracy_m": place.accuracy_m if place else None,
        "mock": place.mock if place else False,
        "distance_m": round(meeting.pin.distance_m) if meeting.pin.distance_m is not None else None,
        "flags": rules.flags(_evidence(meeting, drive, offset, visible)),
        "note": _said(submission.answers),
    }


def _evidence(meeting: _Meeting, drive: Drive | None, offset: timedelta | None, visible: frozenset[UUID]) -> Evidence:
    place = meeting.place
    return Evidence(
        has_fix=place is not None,
        has_pin=meeting.pin.known,
        distance_m=meeting.pin.distance_m,
        accuracy_m=place.accuracy_m if place else None,
        mock=place.mock if place else False,
        clock_offset=offset,
        customer_visible=meeting.customer_id in visible,
        route_stopped_at=drive.stopped_at if drive else None,
        occurred_at=meeting.submission.occurred_at,
    )


def _on_timeline(session: Session, actor: Actor, kind: str, meetings: dict[int, _Meeting]) -> None:
    record(session, actor, [_entry(kind, meeting) for meeting in meetings.values()])


def _entry(kind: str, meeting: _Meeting) -> Entry:
    answers = meeting.submission.answers
    told = {name: value for name, value in answers.items() if name not in NOT_ON_THE_TIMELINE}
    return Entry(meeting.submission, kind, meeting.customer_id, _said(answers), told)


def _said(answers: Mapping[str, Any]) -> str | None:
    return next((answers[name] for name in NOTES if answers.get(name)), None)


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
