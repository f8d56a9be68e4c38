"""What tasks, tickets and the timeline know without looking anything up. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

TIMELINE_KINDS = frozenset(
    {"visit", "call", "note", "email", "task", "ticket", "order", "opportunity", "submission", "status", "merge"}
)
STATUS_ACTIONS = (
    "customer.archive",
    "customer.restore",
    "customer.assign",
    "customer.status",
    "customer.convert",
    "customer.address_confirm",
)
MERGE_ACTIONS = ("customer.merge", "customer.unmerge")
"""What the history calls the changes of a customer that its timeline tells."""
TASK_STATES = ("open", "doing", "done")
PRIORITIES = ("low", "normal", "high")
TICKET_STATES = ("open", "in_progress", "resolved", "closed")
SOLVED = frozenset({"resolved", "closed"})
DEFAULT_TIME = timedelta(days=1)
"""How long a ticket has when its form does not say."""
LONGEST_TIME = 10_000
INPUT_TYPES = frozenset(
    {
        "text", "longtext", "select", "multi", "date", "datetime", "time_window", "stepper", "number", "money",
        "percent", "phone", "email", "url", "bool",
    }
)  # fmt: skip
"""Types of attributes that one input by itself can ask for."""
ATTRIBUTE_PARTS = ("name", "type", "label", "options", "options_from", "min", "max", "unit", "merge")


def time_needed(answers: Mapping[str, Any]) -> timedelta | None:
    """Return how long something may take by the answers `time_needed` and `time_unit` (hour or day, a day if unsaid).

    None where no positive number is given.
    """
    count = answers.get("time_needed")
    if isinstance(count, bool) or not isinstance(count, int | float) or not 0 < count <= LONGEST_TIME:
        return None
    return timedelta(hours=count) if answers.get("time_unit") == "hour" else timedelta(days=count)


def is_overdue(due_at: datetime, moment: datetime, *, finished: bool) -> bool:
    """Tell whether something that is not finished is past its time."""
    return not finished and due_at < moment


def attribute_of(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a form's field what an update set keeps of it."""
    return {part: field[part] for part in ATTRIBUTE_PARTS if field.get(part) is not None}


def attributes_among(fields: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the fields that an update set may ask for, by name; of several of one name the first."""
    found: dict[str, dict[str, Any]] = {}
    for field in fields:
        if field["type"] in INPUT_TYPES:
            found.setdefault(field["name"], attribute_of(field))
    return found


def beginning_of(text: str, most: int = 120) -> str:
    """Return the beginning of a text for a notice, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def differences(detail: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what an entry of the history says changed, as {field, before, after}."""
    before, after = detail.get("before"), detail.get("after")
    before, after = (side if isinstance(side, Mapping) else {} for side in (before, after))
    return [{"field": name, "before": before.get(name), "after": after.get(name)} for name in {**before, **after}]
