"""Members with a phone in hand: the actor that services take and the token that endpoints take."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.models import Device
from server.accounts.passwords import new_token, token_hash
from server.accounts.service import make_code
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of, work_for
from server.core.ids import new_id
from tests.kit.world import Member


@dataclass(frozen=True)
class Person:
    actor: Actor
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def equip(session: Session, member: Member) -> Person:
    """Give a member a phone without the price of a password: one as they were before phones had keys."""
    account = queries.account_by_login(session, member.login)
    identity = queries.identity_of_account(session, tenant_of(session), account.id)
    token, device_id = new_token(account.tenant_id), new_id()
    device = Device(
        tenant_id=account.tenant_id,
        id=device_id,
        account_id=account.id,
        employee_id=identity.employee.id,
        name="phone",
        platform="test",
        app_version="1",
        token_hash=token_hash(token),
        enrolled_at=clock.now(),
        last_seen_at=clock.now(),
    )
    session.add(device)
    session.flush()
    return Person(identity.actor(device_id), token)


def code_for(session: Session, member: Member, *, confirms: bool = False) -> str:
    """Make a code that enrols a phone for a member, as his supervisor does."""
    account = queries.account_by_login(session, member.login)
    work_for(session, account.tenant_id)
    identity = queries.identity_of_account(session, account.tenant_id, account.id)
    _, code = make_code(session, identity.actor(), member.id, confirms=confirms)
    return code
