"""Settling conflicts: which of two people's values a supervisor lets stand, one by one or many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import aliases, clock, feed
from server.core.actor import Actor
from server.core.database import registry_of, savepoint
from server.core.errors import DomainError, InvalidInputError, NotFoundError
from server.core.merge import union
from server.core.text import nfc
from server.forms.rules import check
from server.sync import conflict_queries as queries
from server.sync.conflict_queries import Record
from server.sync.conflict_views import field_definitions
from server.sync.errors import AlreadySettledError, MovedOnError
from server.sync.models import Conflict

LONG_AGO = datetime.min.replace(tzinfo=UTC)
Place = tuple[str, UUID, str]
"""A field of a record: (kind, id, field)."""


@dataclass(frozen=True)
class Settlement:
    """What a supervisor chose.

    `choice`: `kept`, `lost`, `latest` (by when they were written), `both` (of lists: everything in either), `present`
    (what stands in the record now), or `other` with an own `value`. `seen` is what stood when he looked, if `has_seen`.
    """

    choice: str
    value: Any = None
    seen: Any = None
    has_seen: bool = False


@dataclass
class _Desk:
    """The conflicts that are being settled, held together with their records, and what stands in these."""

    session: Session
    actor: Actor
    conflicts: Mapping[UUID, Conflict]
    standing: dict[Place, Any] = field(default_factory=dict)

    def present(self, conflict: Conflict) -> Any:
        """Return what stands in the conflict's field, what was settled here included."""
        return self.standing.get(_place(conflict))

    def rivals(self, conflict: Conflict) -> list[dict[str, Any]]:
        """Return both sides of every open conflict here about the same field."""
        same = [one for one in self.conflicts.values() if _place(one) == _place(conflict)]
        return [side for one in same for side in (one.kept, one.lost)]


def _place(conflict: Conflict) -> Place:
    return conflict.record_kind, conflict.record_id, conflict.field


def settle(session: Session, actor: Actor, conflict_id: UUID, settlement: Settlement) -> Conflict:
    """Let one value stand. It is written like any edit, and what stood before is in the history.

    Raises NotFoundError, AlreadySettledError, InvalidInputError for an own value that is not of the field's type, and
    MovedOnError when the record has another value than was `seen`, or, where that is not told, one that stands in no
    conflict about the field.
    """
    desk = _take(session, actor, [conflict_id])
    conflict = _open(desk, conflict_id)
    if not settlement.has_seen:
        _refuse_unseen(desk, conflict, settlement)
    elif settlement.seen != desk.present(conflict):
        raise MovedOnError(present=desk.present(conflict))
    _settle(desk, conflict, settlement)
    return conflict


def settle_many(session: Session, actor: Actor, ids: Iterable[UUID], choice: str) -> list[dict[str, Any]]:
    """Settle many conflicts alike, each for itself; return what became of each, in the order of `ids`.

    One that cannot be settled so is refused with its code and stops none of the others. A value that came into the
    record later, and is none of those in the conflicts asked for, is never written over (`moved_on`).
    """
    asked = list(dict.fromkeys(ids))
    desk = _take(session, actor, asked)
    order = sorted(asked, key=lambda one: _later_last(desk, one))
    outcomes = {one: _try(desk, one, Settlement(choice)) for one in order}
    return [{"id": one, **outcomes[one]} for one in asked]


def _take(session: Session, actor: Actor, ids: list[UUID]) -> _Desk:
    """Hold the records in the order of kind and id, as a push does, and then the conflicts in the order of theirs."""
    records = queries.records_of(session, actor, ids)
    for kind in sorted({kind for kind, _ in records}):
        registry_of(session).records[kind].lock(session, sorted(one for of, one in records if of == kind))
    conflicts = queries.locked(session, actor, ids)
    fields = queries.present(session, records) if records else {}
    standing = {_place(one): fields.get(_record(one), {}).get(one.field) for one in conflicts.values()}
    return _Desk(session, actor, conflicts, standing)


def _record(conflict: Conflict) -> Record:
    return conflict.record_kind, conflict.record_id


def _later_last(desk: _Desk, conflict_id: UUID) -> tuple[Any, ...]:
    conflict = desk.conflicts.get(conflict_id)
    if conflict is None:
        return ("", "", "", LONG_AGO, conflict_id.hex)
    kind, record_id, name = _place(conflict)
    return (kind, record_id.hex, name, max(_written(conflict.kept), _written(conflict.lost)), conflict_id.hex)


def _written(side: Mapping[str, Any]) -> datetime:
    """Return when the value was written by its phone's corrected clock; long ago when nobody knows."""
    return datetime.fromisoformat(side["at"]) if side.get("at") else LONG_AGO


def _try(desk: _Desk, conflict_id: UUID, settlement: Settlement) -> dict[str, Any]:
    try:
        with savepoint(desk.session):
            conflict = _open(desk, conflict_id)
            _refuse_unseen(desk, conflict, settlement)
            _settle(desk, conflict, settlement)
    except DomainError as error:
        return {"s": "refused", "code": error.code}
    return {"s": "settled", "code": None}


def _open(desk: _Desk, conflict_id: UUID) -> Conflict:
    conflict = desk.conflicts.get(conflict_id)
    if conflict is None:
        raise NotFoundError
    if conflict.state == "settled":
        raise AlreadySettledError
    return conflict


def _refuse_unseen(desk: _Desk, conflict: Conflict, settlement: Settlement) -> None:
    present = desk.present(conflict)
    if settlement.choice != "present" and all(side["value"] != present for side in desk.rivals(conflict)):
        raise MovedOnError(present=present)


def _settle(desk: _Desk, conflict: Conflict, settlement: Settlement) -> None:
    before = desk.present(conflict)
    chosen = _chosen(desk, conflict, settlement)
    record_id = aliases.resolve(desk.session, conflict.record_kind, [conflict.record_id]).get(
        conflict.record_id, conflict.record_id
    )
    if chosen != before:
        record = registry_of(desk.session).records[conflict.record_kind]
        record.settle(desk.session, desk.actor, record_id, conflict.field, chosen)
    conflict.state = "settled"
    conflict.settled_by = desk.actor.employee_id
    conflict.settled_at = clock.now()
    conflict.settled_value = chosen
    desk.session.flush()
    # The record is the same, but not that it is in conflict: phones show that too.
    feed.touch(desk.session, conflict.record_kind, record_id)
    desk.standing[_place(conflict)] = chosen
    _note(desk, conflict, settlement.choice, before)


def _chosen(desk: _Desk, conflict: Conflict, settlement: Settlement) -> Any:
    kept, lost = conflict.kept["value"], conflict.lost["value"]
    match settlement.choice:
        case "present":
            return desk.present(conflict)
        case "latest":
            return max(desk.rivals(conflict), key=_written)["value"]
        case "both":
            return _both(kept, lost)
        case "other":
            return _own(desk.session, conflict, settlement.value)
        case _:
            return kept if settlement.choice == "kept" else lost


def _both(kept: Any, lost: Any) -> list[Any]:
    if not all(value is None or isinstance(value, list) for value in (kept, lost)):
        raise InvalidInputError(pointer="/choice", reason="not_a_list")
    return union(kept, None, lost)


def _own(session: Session, conflict: Conflict, value: Any) -> Any:
    """Return an own value as it is stored; raise InvalidInputError when it is not of the field's type."""
    definition = field_definitions(session, [conflict])[conflict.id]
    text = nfc(value).strip() if isinstance(value, str) else value
    _, flags = check({"fields": [definition]}, {conflict.field: text}, editing=True)
    if flags:
        raise InvalidInputError(pointer="/value", reason=flags[0].partition(":")[0])
    return text


def _note(desk: _Desk, conflict: Conflict, choice: str, before: Any) -> None:
    detail = {
        "record": {"kind": conflict.record_kind, "id": str(conflict.record_id)},
        "choice": choice,
        "before": {conflict.field: before},
        "after": {conflict.field: conflict.settled_value},
    }
    customer_id = conflict.record_id if conflict.record_kind == "customer" else None
    audit.record(
        desk.session, desk.actor, "conflict.settle", "conflict", conflict.id, customer_id=customer_id, detail=detail
    )
