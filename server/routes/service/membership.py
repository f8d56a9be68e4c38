"""Keeping in step who reads which route's scope with who drives it today."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.service import memberships
from server.core import clock, outbox
from server.routes import queries

REFRESH = "routes.refresh"
AFTER_MIDNIGHT = timedelta(seconds=30)


def align(session: Session, route_ids: Iterable[UUID]) -> None:
    """Let those who drive these routes today and who see what these own read them, and nobody else.

    The caller holds the routes' rows.
    """
    chosen = list(route_ids)
    memberships.align(session, chosen, queries.wanted_members(session, queries.today(session), chosen))


def refresh(session: Session) -> None:
    """Do what the new day, or a change among the people, demands: assignments begin and end at midnight."""
    standing = queries.standing_members(session)
    wanted = queries.wanted_members(session, queries.today(session))
    routes = {route_id for _, route_id in standing ^ wanted}
    if routes:
        queries.lock(session, routes)
        align(session, routes)


def refresh_on(session: Session, days: Iterable[date | None]) -> None:
    """Have the memberships refreshed when these days begin, once a day however often asked; not past ones."""
    zone = queries.zone(session)
    moment = clock.now()
    for day in days:
        begins = datetime.combine(day, time.min, zone) if day else moment
        if day and begins > moment:
            wait = begins - moment + AFTER_MIDNIGHT
            outbox.send(session, REFRESH, {}, key=day.isoformat(), delay_s=int(wait.total_seconds()))
