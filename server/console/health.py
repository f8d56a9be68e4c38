"""The board of sync: every phone of the people that somebody sees, and how it stands."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from server.accounts.models import Device
from server.accounts.queries import devices
from server.console.health_rules import STATES, STUCK, is_known, state_of
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of
from server.media.models import MediaObject
from server.sync.app_versions import too_old
from server.sync.models import Quarantined, Waiting

IN_USE = {"pending", "active", "drain"}
REMEMBERED = timedelta(days=30)
"""A picture that could not be processed is no news after that."""

Counts = dict[UUID, dict[str, int]]


def board(session: Session, actor: Actor, least_version: str) -> dict[str, Any]:
    """Return the phones in use of the people that the actor sees, the worst first, and how many stand in which state.

    What a phone said of itself is null, and so unknown, once that says nothing about now: a silent phone holds an
    unknown number of operations and never none.
    """
    now = clock.now()
    phones = [found for found in devices(session, actor) if found[2] in IN_USE]
    counted = _counted(session, [phone.id for phone, _, _ in phones], now)
    views = [_view(phone, name, use, counted.get(phone.id, {}), least_version, now) for phone, name, use in phones]
    by_state = Counter(view["state"] for view in views)
    return {
        "items": sorted(views, key=lambda view: STATES.index(view["state"])),
        "counts": {state: by_state[state] for state in STATES},
    }


def _counted(session: Session, ids: list[UUID], now: datetime) -> Counts:
    """Return by phone what the server itself knows: quarantined, blocked, files on their way, stuck ones."""
    found: Counts = {}
    if not ids:
        return found
    for name, statement in _statements(session, ids, now):
        for row in session.execute(statement):
            found.setdefault(row[0], {})[name] = row[1]
    return found


def _statements(session: Session, ids: list[UUID], now: datetime) -> Iterable[tuple[str, Select[Any, int]]]:
    tenant_id = tenant_of(session)
    quarantined = select(Quarantined.device_id, func.count()).where(
        Quarantined.tenant_id == tenant_id, Quarantined.device_id.in_(ids), Quarantined.state == "open"
    )
    blocked = select(Waiting.device_id, func.count()).where(Waiting.tenant_id == tenant_id, Waiting.device_id.in_(ids))
    files = select(MediaObject.device_id, func.count()).where(
        MediaObject.tenant_id == tenant_id,
        MediaObject.device_id.in_(ids),
        MediaObject.created_at > now - REMEMBERED,
    )
    awaited, failed = files.where(MediaObject.state == "awaiting"), files.where(MediaObject.state == "failed")
    yield "quarantined", quarantined.group_by(Quarantined.device_id)
    yield "blocked", blocked.group_by(Waiting.device_id)
    yield "media_awaited", awaited.group_by(MediaObject.device_id)
    yield "media_stuck", awaited.where(MediaObject.created_at < now - STUCK).group_by(MediaObject.device_id)
    yield "media_failed", failed.group_by(MediaObject.device_id)


def _view(
    phone: Device, name: str, use: str, counted: dict[str, int], least_version: str, now: datetime
) -> dict[str, Any]:
    reports = [at for at in (phone.last_push_at, phone.last_pull_at) if at is not None]
    stuck = counted.get("media_stuck", 0) + counted.get("media_failed", 0)
    holds = (phone.queue_depth or 0) + (phone.media_waiting or 0)
    state = state_of(max(reports, default=None), now, holds=holds, stuck=stuck)
    known = is_known(state)
    told = ("queue_depth", "media_waiting", "media_bytes", "storage_free", "clock_offset_ms")
    return {
        "device": {"id": phone.id, "name": phone.name},
        "employee": {"id": phone.employee_id, "name": name},
        "state": state,
        "use": use,
        "os": phone.platform,
        "app_version": phone.app_version,
        "app_too_old": too_old(phone.app_version, least_version),
        "last_contact_at": max([*reports, *([phone.last_seen_at] if phone.last_seen_at else [])], default=None),
        "last_push_at": phone.last_push_at,
        "last_pull_at": phone.last_pull_at,
        **{part: getattr(phone, part) if known else None for part in told},
        **{part: counted.get(part, 0) for part in ("quarantined", "blocked", "media_awaited")},
        "media_stuck": stuck,
    }
