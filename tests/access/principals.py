"""Who asks: twelve principals, each with the headers and the cookie that he comes with."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from server.accounts.models import ConsoleSession, Device, Employee
from server.accounts.passwords import new_token, token_hash
from server.accounts.queries import account_by_login
from server.core import clock
from server.core.database import Database, tenant_of
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work
from server.web.context import COOKIE
from tests.kit.console import UNSAFE
from tests.kit.people import equip
from tests.kit.world import Member, World


@dataclass
class Principal:
    """A client with what it sends along; `console` ones send the token of their session with every change."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, body: Any) -> Any:
        return self.client.open(address, method=method, json=body, headers={"Tus-Resumable": "1.0.0", **self.headers})


def all_of(app: Flask, database: Database, world: World, other: World) -> dict[str, Principal]:
    """Return the twelve by name; `other` is another organisation."""
    with unit_of_work(database, world.tenant_id) as session:
        phones = {f"phone {state}": _phone(app, session, world.rep1, state) for state in STATES}
        seats = {part: _seat(app, session, getattr(world, part)) for part in SEATS}
        seats["left"] = _seat(app, session, world.rep3)
    with unit_of_work(database, other.tenant_id) as session:
        seats["other admin"] = _seat(app, session, other.admin)
    for seat in seats.values():
        _trust(seat)
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(update(Employee).where(Employee.id == world.rep3.id).values(state="left"))
    return {"anonymous": Principal(app.test_client(), dict(UNSAFE)), **phones, **seats}


def seat_of(app: Flask, database: Database, tenant_id: int, member: Member) -> Principal:
    """Return a member at the console."""
    with unit_of_work(database, tenant_id) as session:
        seat = _seat(app, session, member)
    _trust(seat)
    return seat


def phone_of(app: Flask, database: Database, tenant_id: int, member: Member) -> Principal:
    """Return a member with a phone."""
    with unit_of_work(database, tenant_id) as session:
        return _phone(app, session, member, "active")


def _trust(seat: Principal) -> None:
    seat.headers["X-CSRF-Token"] = seat.client.get("/api/v1/session").json["csrf"]


WEEK = timedelta(days=7)
STATES = ("pending", "active", "drain", "revoked")
SEATS = ("rep1", "supervisor", "director", "office", "admin")


def _phone(app: Flask, session: Session, member: Member, state: str) -> Principal:
    person = equip(session, member)
    session.execute(
        update(Device).where(Device.id == person.actor.device_id).values(state=state, drain_until=clock.now() + WEEK)
    )
    return Principal(app.test_client(use_cookies=False), person.bearer)


def _seat(app: Flask, session: Session, member: Member) -> Principal:
    """Sign a member in without the price of a password."""
    account = account_by_login(session, member.login)
    assert account is not None
    token, moment = new_token(tenant_of(session)), clock.now()
    session.add(
        ConsoleSession(
            tenant_id=account.tenant_id, id=new_id(), token_hash=token_hash(token), account_id=account.id,
            created_at=moment, last_seen_at=moment, proved_at=moment,
        )
    )  # fmt: skip
    session.flush()
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return Principal(client, dict(UNSAFE))
