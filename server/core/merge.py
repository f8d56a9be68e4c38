"""Merging edits of one record, field by field. Pure; the policies are those of the sync contract.

An edit has *seen* the value that it replaces when that value's number is not above the edit's base, or when the same
device wrote it earlier. A seen value is replaced whatever the clocks say; an unseen and different one is concurrent:
the field's policy decides, and the value that loses is kept in a conflict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Policy = Literal["lww", "server", "manual", "set", "immutable", "max", "min"]
Kept = Literal["theirs", "yours"]


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
    """One field's new value; `before` is what the form was prefilled with, `has_before` whether that is known."""

    field: str
    value: Any
    policy: Policy = "lww"
    before: Any = None
    has_before: bool = False


@dataclass(frozen=True)
class Change:
    """A value that was written."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Clash:
    """Two people's values for one field: `kept` says whose stands, the other is stored."""

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


def merge(
    record: Mapping[str, Any], stamps: Mapping[str, Mapping[str, Any]], edits: list[Edit], origin: Origin
) -> Merged:
    """Merge `edits` into `record` (field → value); `stamps` tells each field's last writer ({seq, device, n, hlc})."""
    changes: list[Change] = []
    clashes: list[Clash] = []
    for edit in edits:
        standing = record.get(edit.field)
        if (edit.has_before and edit.value == edit.before) or edit.value == standing:
            continue
        if _seen(stamps.get(edit.field), origin):
            changes.append(Change(edit.field, standing, edit.value))
            continue
        _settle(edit, standing, stamps[edit.field], origin, changes, clashes)
    return Merged(tuple(changes), tuple(clashes))


def _seen(stamp: Mapping[str, Any] | None, origin: Origin) -> bool:
    if stamp is None or origin.trusted:
        return True
    if origin.device is not None and stamp.get("device") == origin.device:
        return int(stamp.get("n") or 0) < origin.n
    seq = stamp.get("seq")
    return seq is not None and origin.base is not None and int(seq) <= origin.base


def _settle(
    edit: Edit,
    standing: Any,
    stamp: Mapping[str, Any],
    origin: Origin,
    changes: list[Change],
    clashes: list[Clash],
) -> None:
    match edit.policy:
        case "set":
            changes.append(Change(edit.field, standing, union(standing, edit.before, edit.value)))
        case "max" | "min":
            winner = (max if edit.policy == "max" else min)(standing, edit.value)
            if winner != standing:
                changes.append(Change(edit.field, standing, winner))
        case "lww" if _later(origin, stamp):
            changes.append(Change(edit.field, standing, edit.value))
            clashes.append(Clash(edit.field, edit.policy, standing, edit.value, "yours"))
        case _:
            clashes.append(Clash(edit.field, edit.policy, standing, edit.value, "theirs"))


def _later(origin: Origin, stamp: Mapping[str, Any]) -> bool:
    return (origin.hlc, origin.device or "") > (str(stamp.get("hlc") or ""), str(stamp.get("device") or ""))


def union(standing: Any, before: Any, value: Any) -> list[Any]:
    """Return what stands, less what the edit saw and took out, and what the edit put in, in a stable order."""
    removed = [item for item in before or [] if item not in (value or [])]
    kept = [item for item in standing or [] if item not in removed]
    return kept + [item for item in value or [] if item not in kept]
