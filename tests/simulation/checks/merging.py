"""No silent overwrite (P4), and no phone that quarrels with itself (P5).

A person's value may stop standing in three ways only: somebody wrote over it who saw it in his form, a supervisor
settled a conflict that showed it, or a conflict row keeps it as the one that lost.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from tests.simulation.checks.operations import accepted
from tests.simulation.facts import Facts, Line, Violation

FIELDS = frozenset({"full_name", "owner_name", "opening_hours", "rank", "house_number", "outlet_type"})
"""Fields of which the later value stands: nothing is added up, nobody is asked."""
NOT_HIS = frozenset({"customer_view_only", "customer_not_visible"})
"""Flags of edits by who may not change the record any more: all that they say is kept as a conflict."""
Place = tuple[str, str]


@dataclass
class Writing:
    """What happened to one field of one record: values by who wrote them, and what those saw who wrote over others."""

    values: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)


def no_silent_overwrite(facts: Facts) -> Iterator[Violation]:
    """Look for a value that nobody saw before it was gone."""
    standing = {row["id"]: row["fields"] for row in facts.tables["customer"]}
    kept = _kept(facts.tables["conflict"])
    for record_id, name, value in facts.looked:
        kept[(record_id, name)].append(value)
    author = {op.said.get("id"): phone.state.employee_id for phone, op in facts.ops()} if facts.restored else {}
    for (record_id, name), writing in _writings(facts).items():
        for submission_id, value in writing.values.items():
            if record_id not in standing or same(standing[record_id].get(name), value):
                continue
            overwritten = (seen for other, seen in writing.seen.items() if other != submission_id)
            if any(same(seen, value) for seen in overwritten):
                continue
            # What came between two edits of one person may have gone with the disk: the second one knew the first.
            if author and any(author[other] == author[submission_id] for other in later(writing, submission_id)):
                continue
            if not any(same(one, value) for one in kept.get((record_id, name), [])):
                yield Violation("silent_overwrite", f"{record_id} {name} {value!r} of {submission_id}")


def later(writing: Writing, submission_id: str) -> list[str]:
    """Return the submissions that were made after this one, in the order of their journals."""
    order = list(writing.values)
    return order[order.index(submission_id) + 1 :]


def _kept(conflicts: list[Line]) -> dict[Place, list[Any]]:
    """Return the values that a conflict keeps: the one that lost, and once it is settled what the supervisor saw."""
    found: dict[Place, list[Any]] = defaultdict(list)
    for row in conflicts:
        place = (row["record_id"], row["field"])
        found[place].append(row["lost"]["value"])
        if row["state"] == "settled":
            found[place].append(row["kept"]["value"])
    return found


def _writings(facts: Facts) -> dict[Place, Writing]:
    found: dict[Place, Writing] = defaultdict(Writing)
    for _, _, said in accepted(facts):
        if not said["form"].startswith("customer."):
            continue
        record_id = (said.get("record") or {}).get("id") or said["id"]
        before = said.get("before", {})
        for name in FIELDS & said["answers"].keys():
            value = said["answers"][name]
            if not isinstance(value, str) or (name in before and same(before[name], value)):
                continue
            writing = found[(record_id, name)]
            writing.values[said["id"]] = value
            if name in before:
                writing.seen[said["id"]] = before[name]
    return found


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same once they are stored: composed, trimmed, nothing for empty."""
    return _stored(one) == _stored(other)


def _stored(value: Any) -> Any:
    if value in (None, "", []):
        return None
    return normalize("NFC", value).strip() if isinstance(value, str) else value


def told_conflicts_kept(facts: Facts) -> Iterator[Violation]:
    """Every conflict that a phone was told of has its row."""
    rows = facts.by("conflict", "id")
    if facts.restored:
        return
    for phone, op in facts.ops():
        for conflict in (op.result or {}).get("conflicts", []):
            if conflict["id"] not in rows:
                yield Violation("conflict_lost", f"{phone.name} n={op.n} {conflict['id']}")


def no_quarrel_with_oneself(facts: Facts) -> Iterator[Violation]:
    """Nobody who ever had one phone only has a conflict with himself, as long as the record is his to change."""
    phones: dict[str, set[str]] = defaultdict(set)
    refused = {row["id"] for row in facts.tables["submission"] if NOT_HIS & set(row["flags"])}
    for row in facts.tables["device"]:
        phones[row["employee_id"]].add(row["id"])
    for row in facts.tables["conflict"]:
        one, other = row["kept"].get("employee_id"), row["lost"].get("employee_id")
        if one and one == other and len(phones[one]) == 1 and row["submission_id"] not in refused:
            yield Violation("conflict_with_oneself", f"{row['id']} {row['field']}")


CHECKS = (no_silent_overwrite, told_conflicts_kept, no_quarrel_with_oneself)
