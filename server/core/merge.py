"""Merging edits of one record, field by field. Pure; the policies are those of the sync contract.

An edit has *seen* the value that it replaces when that value's number is not above the edit's base, or when the same
device wrote it earlier. A seen value is replaced whatever the clocks say; an unseen and different one is concurrent:
the field's policy decides, and the value that loses is kept in a conflict. Sets, counters and rows are merged by what
an edit changed of what it was prefilled with (`before`), so that what others added meanwhile stays.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from server.core.merge_rows import merge_rows
from server.core.merge_values import items, same

Policy = Literal["lww", "server", "manual", "set", "rows", "counter", "immutable", "max", "min"]
Kept = Literal["theirs", "yours"]
Stamp = Mapping[str, Any]
_ADDING = frozenset({"counter", "rows"})
"""Policies by which two people who wrote the same may both have added something."""
GONE = "archived"
"""The field whose stamp and clashes speak of a record's deletion."""


@dataclass(frozen=True)
class Origin:
    """Where an edit comes from.

    `base` is the number that its author had seen (None for a new record), `n` its place in the device's queue, `hlc`
    its hybrid clock. `trusted` edits (the console's) have seen everything.
    """

    base: int | None
    device: str | None
    n: int
    hlc: str
    trusted: bool = False


@dataclass(frozen=True)
class Edit:
    """One field's new value; `before` is what the form was prefilled with, `has_before` whether that is known.

    `cells` gives the policies of the fields of a repeat group's rows (`rows`); those it does not name are `lww`.
    """

    field: str
    value: Any
    policy: Policy = "lww"
    before: Any = None
    has_before: bool = False
    cells: Mapping[str, Policy] | None = None


@dataclass(frozen=True)
class Change:
    """A value that was written."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Clash:
    """Two people's values for one field: `kept` says whose stands, the other is stored.

    Of a repeat group both are whole: they differ in what two people wrote into the same place, and only there.
    """

    field: str
    policy: Policy
    standing: Any
    incoming: Any
    kept: Kept


@dataclass(frozen=True)
class Merged:
    """What an operation does to a record: the values to write and the clashes to keep."""

    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class _Meeting:
    """An edit before the value that stands. `later`: it wins where the last writer does."""

    edit: Edit
    standing: Any
    seen: bool
    later: bool
    repeated: bool


_Decision = tuple[Any, Clash | None]
"""What stands now, and what was lost for it."""


def merge(record: Mapping[str, Any], stamps: Mapping[str, Stamp], edits: list[Edit], origin: Origin) -> Merged:
    """Merge `edits` into `record` (field → value); `stamps` tells each field's last writer ({seq, device, n, hlc})."""
    changes: list[Change] = []
    clashes: list[Clash] = []
    for edit in edits:
        standing = record.get(edit.field)
        if edit.has_before and same(edit.value, edit.before):
            continue
        if edit.policy not in _ADDING and same(edit.value, standing):
            continue
        after, clash = _decided(edit, standing, stamps.get(edit.field), origin)
        if not same(after, standing):
            changes.append(Change(edit.field, standing, after))
        if clash is not None:
            clashes.append(clash)
    return Merged(tuple(changes), tuple(clashes))


def deletion(
    record: Mapping[str, Any], stamps: Mapping[str, Stamp], origin: Origin, *, server_owned: bool = False
) -> Merged:
    """Decide about deleting a record: it stays, with a clash, when somebody edited what the deletion had not seen.

    Of a kind that the server owns it goes all the same, and the values that were not seen are kept in clashes.
    """
    unseen = [name for name, stamp in stamps.items() if name != GONE and name in record and not _seen(stamp, origin)]
    if unseen and not server_owned:
        return Merged((), (Clash(GONE, "lww", None, True, "theirs"),))
    lost = tuple(Clash(name, "server", record[name], None, "yours") for name in unseen)
    return Merged((Change(GONE, None, True),), lost)


def revival(merged: Merged, stamps: Mapping[str, Stamp], origin: Origin, *, server_owned: bool = False) -> Merged:
    """Decide about an edit (already merged) of a deleted record: one that had not seen the deletion revives it.

    The clash keeps the deletion. Of a kind that the server owns the deletion stands and every value is kept in a
    clash; so it does for an edit that knew of it and therefore changes a record that stays deleted.
    """
    if not merged.changes or _seen(stamps.get(GONE), origin):
        return merged
    if not server_owned:
        clash = Clash(GONE, "lww", True, None, "yours")
        return Merged((*merged.changes, Change(GONE, True, None)), (*merged.clashes, clash))
    return refused(merged, "server")


def refused(merged: Merged, policy: Policy) -> Merged:
    """Return the same without any change: every value that would have been written is kept in a clash."""
    clashing = {clash.field for clash in merged.clashes}
    kept = [_given_way(clash) for clash in merged.clashes]
    new = [Clash(c.field, policy, c.before, c.after, "theirs") for c in merged.changes if c.field not in clashing]
    return Merged((), (*kept, *new))


def _given_way(clash: Clash) -> Clash:
    return Clash(clash.field, clash.policy, clash.standing, clash.incoming, "theirs")


def unseen(stamps: Mapping[str, Stamp], names: Iterable[str], origin: Origin) -> tuple[str, ...]:
    """Return which of the fields (and GONE) were written beyond what an edit's author had been told of."""
    if origin.trusted:
        return ()
    return tuple(name for name in (*names, GONE) if name in stamps and not _within_base(stamps[name], origin))


def _seen(stamp: Stamp | None, origin: Origin) -> bool:
    return _all_seen(stamp, origin) or (_same_device(stamp, origin) and int((stamp or {}).get("n") or 0) < origin.n)


def _all_seen(stamp: Stamp | None, origin: Origin) -> bool:
    """Tell whether all of the value was seen; one that the same device wrote may hold what others added."""
    return stamp is None or origin.trusted or _within_base(stamp, origin)


def _same_device(stamp: Stamp | None, origin: Origin) -> bool:
    return stamp is not None and origin.device is not None and stamp.get("device") == origin.device


def _within_base(stamp: Stamp, origin: Origin) -> bool:
    seq = stamp.get("seq")
    return seq is not None and origin.base is not None and int(seq) <= origin.base


def _later(stamp: Stamp | None, origin: Origin) -> bool:
    if stamp is None:
        return True
    return (origin.hlc, origin.device or "") > (str(stamp.get("hlc") or ""), str(stamp.get("device") or ""))


def _decided(edit: Edit, standing: Any, stamp: Stamp | None, origin: Origin) -> _Decision:
    settle = _BY_DIFFERENCE.get(edit.policy)
    seen = _seen(stamp, origin)
    if seen and (settle is None or (not edit.has_before and _all_seen(stamp, origin))):
        return edit.value, None
    repeated = stamp is not None and _same_device(stamp, origin) and stamp.get("n") == origin.n
    meeting = _Meeting(edit, standing, seen, _later(stamp, origin), repeated)
    return (settle or _settled)(meeting)


def _settled(meeting: _Meeting) -> _Decision:
    edit, standing = meeting.edit, meeting.standing
    if edit.policy in {"max", "min"} and _comparable(standing, edit.value):
        return _extreme(edit.policy, standing, edit.value), None
    yours = edit.policy == "lww" and meeting.later
    return edit.value if yours else standing, _clash(edit, standing, edit.value, yours=yours)


def _clash(edit: Edit, standing: Any, incoming: Any, *, yours: bool) -> Clash:
    return Clash(edit.field, edit.policy, standing, incoming, "yours" if yours else "theirs")


def _comparable(standing: Any, value: Any) -> bool:
    if standing is None or value is None:
        return True
    return (_number(standing) and _number(value)) or (isinstance(standing, str) and isinstance(value, str))


def _extreme(policy: Policy, standing: Any, value: Any) -> Any:
    if standing is None or value is None:
        return standing if value is None else value
    return (max if policy == "max" else min)(standing, value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _settled_set(meeting: _Meeting) -> _Decision:
    edit = meeting.edit
    if not isinstance(edit.value, list | None) or not isinstance(meeting.standing, list | None):
        return _as_one_value(meeting)
    return union(meeting.standing, edit.before, edit.value), None


def _settled_counter(meeting: _Meeting) -> _Decision:
    edit, standing = meeting.edit, meeting.standing
    if meeting.repeated:
        return standing, None
    total = _sum(standing, edit.value, edit.before) if edit.has_before else None
    return _as_one_value(meeting) if total is None else (total, None)


def _sum(standing: Any, value: Any, before: Any) -> float | None:
    """Return standing + value - before (None counts 0), exact as decimals; None where that is no number."""
    terms = [0 if term is None else term for term in (standing, value, before)]
    if not all(_number(term) for term in terms):
        return None
    if all(isinstance(term, int) for term in terms):
        return int(terms[0] + terms[1] - terms[2])
    standing, value, before = (Decimal(term if isinstance(term, int) else repr(term)) for term in terms)
    total = float(standing + value - before)
    return total if math.isfinite(total) else None


def _settled_rows(meeting: _Meeting) -> _Decision:
    edit, policies = meeting.edit, meeting.edit.cells or {}

    def cell(name: str, before: Any, standing: Any, value: Any) -> tuple[Any, bool]:
        inner = Edit(name, value, policies.get(name, "lww"), before, has_before=True)
        if inner.policy not in _ADDING and same(standing, value):
            return value, False
        meets = _Meeting(inner, standing, seen=False, later=meeting.later, repeated=meeting.repeated)
        decided, clash = _BY_DIFFERENCE.get(inner.policy, _settled)(meets)
        return decided, clash is not None

    found = merge_rows(edit.before, meeting.standing, edit.value, cell, later=meeting.later)
    if found is None:
        return _as_one_value(meeting)
    if not found.contested:
        return found.rows, None
    if found.yours:
        return found.rows, _clash(edit, found.otherwise, found.rows, yours=True)
    return found.rows, _clash(edit, found.rows, found.otherwise, yours=False)


def _as_one_value(meeting: _Meeting) -> _Decision:
    """Settle what is not of the policy's shape like any value: seen it is replaced, else both are kept."""
    if meeting.seen or same(meeting.edit.value, meeting.standing):
        return meeting.edit.value, None
    return _settled(meeting)


_BY_DIFFERENCE: Mapping[str, Callable[[_Meeting], _Decision]] = {
    "set": _settled_set,
    "counter": _settled_counter,
    "rows": _settled_rows,
}


def union(standing: Any, before: Any, value: Any) -> list[Any]:
    """Return what stands, less what the edit saw and took out, and what it put in, in a stable order.

    What the edit only kept and somebody else took out meanwhile stays out.
    """
    olds, wanted = items(before), items(value)
    kept = [item for item in items(standing) if item in wanted or item not in olds]
    return kept + [item for item in wanted if item not in kept and item not in olds]
