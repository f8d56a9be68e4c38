"""Doing one thing with many customers: chosen one by one, or all that a filter lets through, in pieces."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.errors import InvalidInputError
from server.core.merge import Change
from server.core.records import stamp_of_console
from server.customers import queries
from server.customers.errors import TooManyRowsError
from server.customers.service import archiving, assigning, grouping, lifecycle, profiles

PIECE = 500
MOST = 5_000

RIGHTS: Mapping[str, str] = {
    "assign": "customer.assign",
    "archive": "customer.archive",
    "restore": "customer.archive",
    "tag": "customer.write",
    "untag": "customer.write",
    "group": "customer.write",
    "ungroup": "customer.write",
    "status": "customer.write",
}
"""The function right that each action needs."""


@dataclass(frozen=True)
class Order:
    """What is to be done: `action` with what it needs (`owner_id`, `pool_id`, `tag_id`, `group_id`, `status`)."""

    action: str
    values: Mapping[str, Any]


def chosen(session: Session, actor: Actor, wanted: queries.Filter) -> list[UUID]:
    """Return the customers that a filter lets through; raise TooManyRowsError above MOST."""
    ids = list(session.scalars(queries.all_ids(actor, wanted).limit(MOST + 1)))
    if len(ids) > MOST:
        raise TooManyRowsError(limit=MOST)
    return ids


def run(session: Session, actor: Actor, ids: Sequence[UUID], order: Order) -> int:
    """Do it with all of the customers or with none, piece by piece; return how many changed.

    Raises what the action raises, InvalidInputError when it lacks what it needs.
    """
    act = _ACTIONS[order.action]
    return sum(act(session, actor, piece, order.values) for piece in _pieces(ids))


def _pieces(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[first : first + PIECE] for first in range(0, len(ids), PIECE))


Ids = Sequence[UUID]
Values = Mapping[str, Any]


def _needed(values: Values, name: str) -> Any:
    if values.get(name) is None:
        raise InvalidInputError(pointer=f"/{name}", reason="missing")
    return values[name]


def _assign(session: Session, actor: Actor, ids: Ids, values: Values) -> int:
    if values.get("owner_id") is None and "pool_id" not in values:
        raise InvalidInputError(pointer="/owner_id", reason="missing")
    pool_id = values.get("pool_id")
    wanted = assigning.Assignment(tuple(ids), values.get("owner_id"), pool_id, "pool_id" in values and pool_id is None)
    return assigning.assign(session, actor, wanted)


def _archive(session: Session, actor: Actor, ids: Ids, values: Values) -> int:
    del values
    return archiving.archive(session, actor, ids)


def _restore(session: Session, actor: Actor, ids: Ids, values: Values) -> int:
    del values
    return archiving.restore(session, actor, ids)


def _tag(session: Session, actor: Actor, ids: Ids, values: Values) -> int:
    tag = str(_needed(values, "tag_id"))
    return _retag(session, actor, ids, lambda tags: [*tags, tag] if tag not in tags else tags)


def _untag(session: Session, actor: Actor, ids: Ids, values: Values) -> int:
    tag = str(_needed(values, "tag_id"))
    return _retag(session, actor, ids, lambda tags: [one for one in tags if one != tag])


def _retag(session: Session, actor: Actor, ids: Ids, change: Callable[[list[str]], list[str]]) -> int:
    def changes(fields: Mapping[str, Any]) -> list[Change]:
        standing = fields.get("tags") or []
        after = change(standing)
        return [Change("tags", standing, after)] if after != standing else []

    return profiles.write_fields(session, actor, ids, changes, stamp_of_console(actor))


def _group(session: Session, actor: Actor, ids: Ids, values: Values) -> int:
    group = grouping.held(session, actor, _needed(values, "group_id"))
    return grouping.add(session, actor, group.id, ids)


def _ungroup(session: Session, actor: Actor, ids: Ids, values: Values) -> int:
    return grouping.take_out(session, actor, _needed(values, "group_id"), ids)


def _status(session: Session, actor: Actor, ids: Ids, values: Values) -> int:
    return len(lifecycle.set_status(session, actor, ids, _needed(values, "status")))


_ACTIONS: Mapping[str, Callable[[Session, Actor, Ids, Values], int]] = {
    "assign": _assign,
    "archive": _archive,
    "restore": _restore,
    "tag": _tag,
    "untag": _untag,
    "group": _group,
    "ungroup": _ungroup,
    "status": _status,
}
