"""The small demo's older days, written in bulk: customers entered at the start and visits of weeks ago."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.core import feed, hlc
from server.core.database import tenant_of
from server.core.ids import derived_id
from server.demo import answers, history, reviews
from server.demo.album import Picture
from server.demo.customers import Profile, new_uuid
from server.demo.history import OldCustomer, OldPicture, OldVisit
from server.demo.itinerary import ZONE, Call
from server.demo.phone import Named, named
from server.demo.plan import SET_UP, Shift
from server.demo.stage import Stage

STILL_HELD = timedelta(days=29)  # a phone holds its submissions of the last thirty days


def write_old_customers(stage: Stage) -> None:
    """Enter the customers known from the start, approved by the supervisors."""
    stage.progress("Nhập khách hàng", 0.13)
    known = stage.plan.known
    with stage.work() as session:
        numbers = count(reserve_codes(session, sum(map(len, known.values()))))
        rows = [row for rep, profiles in known.items() for row in _customers(stage, rep, profiles, numbers)]
        history.prepare(session)
        history.stage(session, rows, OldCustomer)
        history.write_customers(session)
        history.stage(session, _signs(stage, rows), OldPicture)
        history.write_pictures(session)
        for row in rows:
            feed.touch(session, "customer", row.id, dict.fromkeys(row.fields, _stamp(row)))
        promote(session, stage)


def reserve_codes(session: Session, wanted: int) -> int:
    """Take `wanted` customer codes; return the first number."""
    statement = text(
        "INSERT INTO number_series (tenant_id, series, next) VALUES (:tenant_id, 'customer', 1 + :count)"
        " ON CONFLICT (tenant_id, series) DO UPDATE SET next = number_series.next + :count RETURNING next - :count"
    )
    return int(session.execute(statement, {"tenant_id": tenant_of(session), "count": wanted}).scalar_one())


def _customers(stage: Stage, rep: str, profiles: Sequence[Profile], numbers: Iterator[int]) -> Iterator[OldCustomer]:
    phone = stage.crew.phones[rep]
    opening = (stage.now - SET_UP + timedelta(days=2)).astimezone(ZONE).replace(hour=8, minute=5)
    for place, profile in enumerate(profiles):
        at = opening + timedelta(days=place // 8, minutes=50 * (place % 8))
        told = answers.new_customer(stage.rng, profile, at)
        pictures = stage.sign_of(profile)
        told |= {name: [str(picture.media_id)] for name, picture in pictures}
        yield OldCustomer(
            id=profile.id,
            type=profile.kind,
            status="lead",
            code=f"KH{next(numbers):06d}",
            owner_id=phone.actor.employee_id,
            fields=told,
            submission_id=new_uuid(stage.rng),
            device_id=phone.actor.device_id,
            device_n=phone.count(),
            occurred_at=at,
            received_at=at + timedelta(seconds=40),
            media=[named(name, picture) for name, picture in pictures],
            reviewer_id=stage.boss_of(rep).employee_id,
            reviewed_at=at + timedelta(hours=9, minutes=place % 60),
        )


def _signs(stage: Stage, rows: Sequence[OldCustomer]) -> Iterator[OldPicture]:
    profiles = {profile.id: profile for some in stage.plan.known.values() for profile in some}
    for row in rows:
        for name, picture in stage.sign_of(profiles[row.id]):
            yield _picture(name, picture, row.submission_id, (row.owner_id, row.device_id), row.received_at)


def _picture(
    name: str, picture: Picture, submission_id: UUID, owner: tuple[UUID, UUID | None], received_at: datetime
) -> OldPicture:
    facts = picture.facts
    return OldPicture(
        media_id=picture.media_id,
        submission_id=submission_id,
        field=name,
        sha256=picture.sha256,
        size=picture.size,
        width=facts.width,
        height=facts.height,
        dhash=picture.signed_hash,
        taken_at=picture.taken_at,
        lat=facts.lat,
        lon=facts.lon,
        employee_id=owner[0],
        device_id=owner[1],
        received_at=received_at,
    )


def _stamp(row: OldCustomer) -> dict[str, Any]:
    """Return who wrote the fields of a customer, as `Submission.stamp` says it."""
    gps = row.fields["gps"]
    return {
        "hlc": hlc.make(int(row.occurred_at.timestamp() * 1000), row.device_id),
        "device": str(row.device_id),
        "n": row.device_n,
        "employee": str(row.owner_id),
        "submission": str(row.submission_id),
        "at": row.occurred_at.isoformat(),
        "received_at": row.received_at.isoformat(),
        "gps": {"lat": gps["lat"], "lon": gps["lon"]},
    }


def promote(session: Session, stage: Stage) -> None:
    """Call those on a route customers, and some of the others potential ones, as buying would."""
    on_route = {stop.id for tour in stage.plan.tours for stop in tour.stops}
    known = [profile.id for profiles in stage.plan.known.values() for profile in profiles]
    for status, chosen in (
        ("customer", [one for one in known if one in on_route]),
        ("potential", [one for one in known if one not in on_route and one.int % 2]),
    ):
        session.execute(
            text("UPDATE customer SET status = :status WHERE tenant_id = :tenant_id AND id = ANY(:ids)"),
            {"status": status, "tenant_id": stage.tenant_id, "ids": chosen},
        )
        for one in chosen:
            feed.touch(session, "customer", one)


def write_old_visits(stage: Stage, routes: dict[UUID, UUID]) -> None:
    """Write the visits of weeks ago with their reviews, and bind their photographs."""
    stage.progress("Ghi các lượt ghé thăm cũ", 0.23)
    shifts = [shift for shift in stage.plan.shifts if shift.handover.at < stage.recent_from]
    with stage.work() as session:
        rows = [_visit(stage, shift, call, routes) for shift in shifts for call in shift.handover.calls]
        history.prepare(session)
        history.stage(session, rows, OldVisit)
        history.write_visits(session)
        history.stage(session, _photos(stage, shifts), OldPicture)
        history.write_pictures(session)
        for row in rows:
            if stage.now - row.received_at < STILL_HELD:
                feed.touch(session, "submission", row.submission_id)


def _photos(stage: Stage, shifts: Sequence[Shift]) -> Iterator[OldPicture]:
    for shift in shifts:
        actor = stage.crew.phones[shift.rep].actor
        for call in shift.handover.calls:
            for name, picture in _pictures(stage, shift, call):
                yield _picture(name, picture, call.id, (actor.employee_id, actor.device_id), shift.handover.at)


def _pictures(stage: Stage, shift: Shift, call: Call) -> Named:
    return [("photos", stage.album[media_id]) for media_id in shift.photos.get(call.id, ())]


def _visit(stage: Stage, shift: Shift, call: Call, routes: dict[UUID, UUID]) -> OldVisit:
    phone, received_at = stage.crew.phones[shift.rep], shift.handover.at
    decision = reviews.decide(stage.rng, call, received_at, stage.now)
    photos = [str(media_id) for media_id in shift.photos.get(call.id, ())]
    return OldVisit(
        submission_id=call.id,
        visit_id=derived_id("visit", call.id),
        activity_id=derived_id("activity", call.id, "visit"),
        customer_id=call.profile.id,
        employee_id=phone.actor.employee_id,
        route_id=routes[call.profile.id],
        device_id=phone.actor.device_id,
        device_n=phone.count(),
        occurred_at=call.arrived_at,
        received_at=received_at,
        answers=answers.visit(stage.rng, call, photos, []),
        media=[named(name, picture) for name, picture in _pictures(stage, shift, call)],
        state=decision.state if decision else "received",
        comment=decision.comment if decision else None,
        reviewer_id=stage.boss_of(shift.rep).employee_id if decision else None,
        reviewed_at=decision.at if decision else None,
    )
