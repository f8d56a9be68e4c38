"""Taking a phone's batch: in order, once each, and no bad operation stops a good one."""

import time
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from server.accounts import queries as accounts
from server.accounts.models import Device
from server.accounts.service import DrainedPhone
from server.core import clock, feed, sql
from server.core.actor import Actor
from server.sync import waiting
from server.sync.errors import NotAPhoneError, OpGapError
from server.sync.keeping import Keeper
from server.sync.operations import Envelope, Operation, numbered, read_operation
from server.sync.preparing import Arrived
from server.sync.taking import take
from server.sync.verdicts import Answer, Applied, Refused, Verdict

TX_OPS = 100
AT_ONCE = 100
"""So many groups are taken between two looks at the clock."""
TIME_BOX_S = 10.0
INT, BIGINT = 2**31, 2**62
HEALTH = {"media_waiting": INT, "media_bytes": BIGINT, "storage_free": BIGINT}
"""What a phone may tell of itself beside its queue, and what it stays below."""
Group = list[Operation]


def push(session: Session, actor: Actor, envelope: Envelope) -> dict[str, Any]:
    """Take the operations of a phone and answer each.

    The phone's row is held, so that two pushes of one phone run one after the other. Raises OpGapError when the first
    new operation does not follow the last one taken. A gap further on, or the end of the time box, ends the batch
    there (`processed_to`): what follows is answered when it is sent again.
    """
    device = accounts.device(session, actor.tenant_id, _device_of(actor), lock=True)
    if device is None:
        raise NotAPhoneError
    keeper = Keeper(session, actor, device, envelope.sent_at, clock.now())
    told = _note_health(keeper, envelope)
    read = [read_operation(bytes(raw)) for raw in envelope.ops]
    operations = numbered(read, device.last_n - keeper.sent_before(read))
    fresh, verdicts = _take_fresh(keeper, operations)
    last_n = max([device.last_n, *(operation.n or 0 for operation in fresh)])
    _write_health(keeper, {**told, "last_n": last_n})
    answers = keeper.keep(fresh, verdicts)
    new = {id(operation) for operation in fresh}
    answers += keeper.answers_again([one for one in operations if id(one) not in new and (one.n or 0) <= device.last_n])
    answers.sort(key=lambda answer: int(answer["n"]))
    waiting.ring(session, [verdict.row for verdict in verdicts if isinstance(verdict, Applied) and verdict.row])
    numbers = feed.stamp(session)
    _add_versions(answers, {op.n: verdict for op, verdict in zip(fresh, verdicts, strict=True)}, numbers)
    return {
        "epoch": str(feed.epoch(session)),
        "server_time": clock.now().isoformat(),
        "processed_to": device.last_n,
        "clock": max(numbers.values(), default=0) or feed.current_seq(session),
        "results": answers,
    }


def _device_of(actor: Actor) -> UUID:
    if actor.device_id is None:
        raise NotAPhoneError
    return actor.device_id


def _note_health(keeper: Keeper, envelope: Envelope) -> dict[str, Any]:
    """Note on the phone's row what the push tells of it, and return that: it is written at the end, in one go."""
    told: dict[str, Any] = {"last_seen_at": keeper.received_at, "last_push_at": keeper.received_at}
    if envelope.queue_depth is not None and 0 <= envelope.queue_depth < INT:
        told["queue_depth"] = max(0, envelope.queue_depth - len(envelope.ops))
    for name, limit in HEALTH.items():
        value = getattr(envelope, name)
        if value is not None and 0 <= value < limit:
            told[name] = value
    if envelope.app_version and "\0" not in envelope.app_version:
        told["app_version"] = envelope.app_version[:50]
    if envelope.sent_at is not None:
        told["clock_offset_ms"] = int((envelope.sent_at - keeper.received_at).total_seconds() * 1000)
    _put(keeper.device, told)
    return told


def _put(device: Device, told: dict[str, Any]) -> None:
    for name, value in told.items():
        set_committed_value(device, name, value)


def _write_health(keeper: Keeper, told: dict[str, Any]) -> None:
    _put(keeper.device, told)
    columns = ", ".join(f"{name} = :{name}" for name in told)
    values = {**told, "tenant_id": keeper.device.tenant_id, "id": keeper.device.id}
    statement = f"UPDATE device SET {columns} WHERE tenant_id = :tenant_id AND id = :id"  # noqa: S608 - our own names
    sql.run(keeper.session, statement, values)


def _take_fresh(keeper: Keeper, operations: Sequence[Operation]) -> tuple[list[Operation], list[Verdict]]:
    """Take the groups of new operations up to the first gap, or as many as the time box holds."""
    groups = _new_groups(operations, keeper.device.last_n)
    taken: list[Operation] = []
    verdicts: list[Verdict] = []
    ends = time.monotonic() + TIME_BOX_S
    while some := list(islice(groups, AT_ONCE)):
        verdicts += _take(keeper, some)
        taken += [operation for group in some for operation in group]
        if time.monotonic() > ends:
            break
    return taken, verdicts


def _new_groups(operations: Sequence[Operation], last_n: int) -> Iterator[Group]:
    """Yield the operations after `last_n` in groups that share a `tx`; a group with a gap ends it."""
    expected = last_n + 1
    for group in _groups(operations):
        new = [operation for operation in group if (operation.n or 0) >= expected]
        if [operation.n for operation in new] == list(range(expected, expected + len(new))):
            expected += len(new)
            if new:
                yield new
        elif expected == last_n + 1:
            raise OpGapError(expected=expected)
        else:
            return


def _groups(operations: Sequence[Operation]) -> Iterator[Group]:
    keyed = ((operation.tx or f"\0{place}", operation) for place, operation in enumerate(operations))
    for _, group in groupby(keyed, key=lambda pair: pair[0]):
        yield [operation for _, operation in group]


def _take(keeper: Keeper, groups: Sequence[Group]) -> list[Verdict]:
    """Apply the groups, save those that nobody needs to look at to refuse them."""
    if isinstance(keeper.actor, DrainedPhone):
        refused: Verdict = Refused("drained", "the phone may only hand in; kept for review")
        return [refused for group in groups for _ in group]
    fit = [[Arrived(one, keeper.sent_at, keeper.received_at) for one in group] for group in groups if _is_fit(group)]
    verdicts = iter(take(keeper.session, keeper.actor, fit))
    too_long: Verdict = Refused("validation", f"more than {TX_OPS} operations share a tx")
    return [next(verdicts) if _is_fit(group) else too_long for group in groups for _ in group]


def _is_fit(group: Group) -> bool:
    return len(group) <= TX_OPS


def _add_versions(
    answers: list[Answer], verdicts: dict[int | None, Verdict], numbers: dict[tuple[str, UUID], int]
) -> None:
    for answer in answers:
        verdict = verdicts.get(answer["n"])
        if isinstance(verdict, Applied) and verdict.row in numbers and answer["s"] != "duplicate":
            answer["ver"] = numbers[verdict.row]
