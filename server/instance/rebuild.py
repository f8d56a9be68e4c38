"""`./tuyen rebuild`: records made again from their submissions, and compared with what stands."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from server import wiring
from server.accounts.queries import account_by_login, identity_of_account, tenants
from server.core.actor import Actor
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from server.forms.service import rebuilding
from server.instance.errors import InstanceError
from server.settings import Settings

SHOWN = 100
"""So many differences of a kind are told; all are counted, and written with `--write`."""


def rebuild(settings: Settings, kinds: Collection[str], by: str | None) -> list[dict[str, Any]]:
    """Rebuild the kinds (none: all) in every organisation; with a login `by`, let the result stand in that person's.

    Raises InstanceError for a kind that cannot be rebuilt, or a login that there is not.
    """
    database = wiring.database(connect(settings.database_url, pool_size=1), settings.media_dir)
    strange = set(kinds) - rebuilding.SOURCES.keys()
    if strange:
        raise InstanceError(f"Không dựng lại được: {sorted(strange)}.", f"Cannot be rebuilt: {sorted(strange)}.")
    try:
        return _all(database, sorted(kinds or rebuilding.SOURCES), by)
    finally:
        database.engine.dispose()


def _all(database: Database, kinds: list[str], by: str | None) -> list[dict[str, Any]]:
    with unit_of_work(database) as session:
        numbers = [number for number, _ in tenants(session)] if by is None else [_tenant_of(session, by)]
    return [_one(database, number, kind, by) for number in numbers for kind in kinds]


def _one(database: Database, tenant_id: int, kind: str, by: str | None) -> dict[str, Any]:
    with unit_of_work(database, tenant_id) as session:
        found = rebuilding.rebuild(session, kind)
        written = rebuilding.write(session, acting(session, by), found.differences) if by else 0
    return {
        "organisation": tenant_id,
        "kind": kind,
        "compared": found.compared,
        "not_of_forms": found.not_of_forms,
        "different": len(found.differences),
        "written": written,
        "differences": [asdict(one) for one in found.differences[:SHOWN]] if not written else [],
    }


def _tenant_of(session: Session, login: str) -> int:
    account = account_by_login(session, login)
    if account is None:
        raise InstanceError(f"Không có tài khoản {login}.", f"There is no account {login}.")
    return account.tenant_id


def acting(session: Session, login: str) -> Actor:
    """Return the person who signs in with the login; raise InstanceError when there is none in service."""
    account = account_by_login(session, login)
    identity = identity_of_account(session, account.tenant_id, account.id) if account else None
    if identity is None:
        raise InstanceError(f"{login} không còn làm việc.", f"{login} works here no more.")
    return identity.actor()
