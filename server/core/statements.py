"""Statements that are made once and run often: making one can take longer than running it."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, BindParameter, DateTime, Uuid, bindparam

from server.core import clock
from server.core.actor import Actor


def now() -> BindParameter[datetime]:
    """Return what stands in a statement for the moment at which it runs, however long ago it was made."""
    return bindparam("now", callable_=clock.now, type_=DateTime(timezone=True), unique=True)


def of_anybody(rights: frozenset[str], *, wide: bool) -> Actor:
    """Return an actor with parameters for who he is; a statement made of him runs with `parameters_of` who asks."""
    who: Any = {
        "tenant_id": bindparam("tenant_id", type_=BigInteger),
        "employee_id": bindparam("employee_id", type_=Uuid),
    }
    nobody = Actor(0, UUID(int=0), UUID(int=0), UUID(int=0), rights=rights, wide=wide)
    return replace(nobody, **who)


def parameters_of(actor: Actor) -> dict[str, int | UUID]:
    """Return the values with which a statement of `of_anybody` runs."""
    return {"tenant_id": actor.tenant_id, "employee_id": actor.employee_id}
