"""Applying a phone's operations by the set, so that no bad one stops a good one.

All are applied together; when that fails, each half is applied for itself, down to the one that cannot be. So a batch
without faults costs one savepoint, and whatever an operation makes go wrong, even in our own code, stays with it.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from server.core import bulk, feed
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import DomainError
from server.core.ids import new_id
from server.core.merge import Clash
from server.core.submissions import BadReferenceError, Outcome, Submission
from server.forms.service import Accepted, Offered, accept
from server.notifications.service import mark_read
from server.sync.models import Conflict
from server.sync.operations import ReadBody
from server.sync.preparing import Arrived, Prepared, prepare
from server.sync.verdicts import CODES, Answer, Applied, Blocked, Refused, Verdict

log = logging.getLogger(__name__)
Group = Sequence[Prepared]
"""Operations that stand or fall together."""


class _SpoiledError(Exception):
    """A member of a group, at `place` in it, cannot be applied: none of the group is."""

    def __init__(self, place: int, verdict: Refused | Blocked) -> None:
        super().__init__(place, verdict)
        self.place = place
        self.verdict = verdict


class _UndoError(Exception):
    """Takes back what was only tried."""


def take(session: Session, actor: Actor, groups: Sequence[Sequence[Arrived]]) -> list[Verdict]:
    """Apply the operations of one person's phone, in order; return for each what became of it.

    The members of a group stand or fall together. What is refused or blocked has left nothing behind.
    """
    prepared = iter(prepare(session, actor, [one for group in groups for one in group]))
    ready = [[next(prepared) for _ in group] for group in groups]
    return [verdict for chunk in _apart(ready) for verdict in _together(session, actor, chunk)]


def _apart(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Yield the groups in sets in which no submission comes twice: the second is to find the first."""
    chunk: list[Group] = []
    seen: set[UUID] = set()
    for group in groups:
        ids = {one.what.submission.id for one in group if isinstance(one.what, Offered)}
        if chunk and ids & seen:
            yield chunk
            chunk, seen = [], set()
        chunk.append(group)
        seen |= ids
    if chunk:
        yield chunk


def _together(session: Session, actor: Actor, groups: Sequence[Group]) -> list[Verdict]:
    try:
        with savepoint(session):
            return _apply(session, actor, groups)
    except OperationalError:
        raise  # a deadlock or a lost connection is nobody's fault: the whole push is tried again
    except Exception as error:  # noqa: BLE001 - whatever it is, it stays with the operation that causes it
        if len(groups) == 1:
            return _blame(session, actor, groups[0], error)
    middle = len(groups) // 2
    return _together(session, actor, groups[:middle]) + _together(session, actor, groups[middle:])


def _blame(session: Session, actor: Actor, group: Group, error: Exception) -> list[Verdict]:
    if isinstance(error, _SpoiledError):
        verdict, guilty = error.verdict, error.place
    else:
        verdict, guilty = _refusal(error), _first_guilty(session, actor, group)
    if isinstance(verdict, Blocked):
        return [verdict] * len(group)
    others = Refused("tx", f"operation {group[guilty].arrived.operation.n}: {verdict.code}")
    return [verdict if place == guilty else others for place in range(len(group))]


def _first_guilty(session: Session, actor: Actor, group: Group) -> int:
    """Return the place of the first member up to which the group cannot be applied."""
    for size in range(1, len(group)):
        try:
            with savepoint(session):
                _apply(session, actor, [group[:size]])
                raise _UndoError  # noqa: TRY301 - it takes the trial back
        except _UndoError:
            continue
        except OperationalError:
            raise
        except Exception:  # noqa: BLE001 - the very fault that is looked for
            return size - 1
    return len(group) - 1


def _refusal(error: Exception) -> Refused:
    if isinstance(error, DomainError):
        return Refused(error.code if error.code in CODES else "validation", f"{error.code}: {error.details}")
    if isinstance(error, DataError | IntegrityError):
        return Refused("validation", str(error.orig).splitlines()[0])
    log.error("an operation cannot be applied", exc_info=error)
    return Refused("fault", type(error).__name__)


def _apply(session: Session, actor: Actor, groups: Sequence[Group]) -> list[Verdict]:
    everything = [one for group in groups for one in group]
    found: dict[int, Verdict] = {p: one.what for p, one in enumerate(everything) if isinstance(one.what, Refused)}
    found.update(_submit(session, actor, everything))
    found.update(_read(session, actor, everything))
    session.flush()
    verdicts = [found[place] for place in range(len(everything))]
    _refuse_spoiled(groups, verdicts)
    return verdicts


def _refuse_spoiled(groups: Sequence[Group], verdicts: Sequence[Verdict]) -> None:
    start = 0
    for group in groups:
        for place, verdict in enumerate(verdicts[start : start + len(group)]):
            if len(group) > 1 and not isinstance(verdict, Applied):
                raise _SpoiledError(place, verdict)
        start += len(group)


def _read(session: Session, actor: Actor, everything: Group) -> Iterator[tuple[int, Verdict]]:
    named = {place: one.what.id for place, one in enumerate(everything) if isinstance(one.what, ReadBody)}
    own = mark_read(session, actor, set(named.values())) if named else set()
    for place, notice in named.items():
        if notice in own:
            yield place, Applied({"s": "applied"}, ("notification", notice))
        else:
            yield place, Refused("validation", f"no notification {notice} of this person")


def _submit(session: Session, actor: Actor, everything: Group) -> Iterator[tuple[int, Verdict]]:
    offered = {place: one.what for place, one in enumerate(everything) if isinstance(one.what, Offered)}
    if not offered:
        return
    results = dict(zip(offered, accept(session, actor, list(offered.values())), strict=True))
    conflicts = {
        place: _conflicts(actor, offered[place].submission, result.outcome)
        for place, result in results.items()
        if isinstance(result, Accepted) and result.outcome.clashes
    }
    _keep(session, [row for rows in conflicts.values() for row in rows])
    for place, result in results.items():
        if isinstance(result, DomainError):
            yield place, _no(result)
        else:
            yield place, _yes(offered[place].submission, result, conflicts.get(place, []))


def _keep(session: Session, conflicts: list[dict[str, Any]]) -> None:
    """Keep the conflicts; their records are the same, but phones show that they are in conflict."""
    bulk.insert(session, Conflict, conflicts)
    for row in conflicts:
        feed.touch(session, row["record_kind"], row["record_id"])


def _no(error: DomainError) -> Verdict:
    return Blocked(error.record) if isinstance(error, BadReferenceError) else _refusal(error)


def _yes(submission: Submission, accepted: Accepted, conflicts: list[dict[str, Any]]) -> Applied:
    answer: Answer = {"id": str(submission.id)}
    if accepted.repeated:
        return Applied({**answer, "s": "duplicate"})
    outcome = accepted.outcome
    answer |= {"s": _status(outcome), "warnings": list(outcome.warnings)}
    if conflicts:
        sides = zip(outcome.clashes, conflicts, strict=True)
        answer["conflicts"] = [{"field": c.field, "kept": c.kept, "id": str(row["id"])} for (c, _), row in sides]
    if submission.media:
        answer["media"] = "awaiting" if accepted.awaits_media else "stored"
    return Applied(answer, (outcome.record.kind, outcome.record.id) if outcome.record else None)


def _status(outcome: Outcome) -> str:
    if not outcome.clashes:
        return "applied"
    return "merged" if outcome.changes else "conflict"


def _conflicts(actor: Actor, submission: Submission, outcome: Outcome) -> list[dict[str, Any]]:
    return [_conflict(actor, submission, outcome, clash, stamp) for clash, stamp in outcome.clashes]


def _conflict(actor: Actor, submission: Submission, outcome: Outcome, clash: Clash, stamp: Any) -> dict[str, Any]:
    ours = {"value": clash.incoming, **_side(submission.stamp(actor))}
    theirs = {"value": clash.standing, **_side(stamp)}
    kept, lost = (ours, theirs) if clash.kept == "yours" else (theirs, ours)
    record = outcome.record
    assert record is not None  # noqa: S101 - only a record's edit can clash
    return {
        "id": new_id(),
        "record_kind": record.kind,
        "record_id": record.id,
        "field": clash.field,
        "policy": clash.policy,
        "kept": kept,
        "lost": lost,
        "submission_id": submission.id,
        "state": "open",
        "created_at": submission.received_at,
    }


def _side(stamp: Any) -> dict[str, Any]:
    return {
        "employee_id": stamp.get("employee"),
        "at": stamp.get("at"),
        "received_at": stamp.get("received_at"),
        "gps": stamp.get("gps"),
    }
