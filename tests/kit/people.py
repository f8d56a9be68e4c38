"""Members with a phone in hand: the actor that services take and the token that endpoints take."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.models import Device
from server.accounts.passwords import new_token, token_hash
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of
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
    """Give a member a phone without the price of a password."""
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
