"""Checking answers, and definitions before they are published. Pure."""

from collections.abc import Mapping
from typing import Any

from server.forms.rules.issues import Issue
from server.forms.rules.judging import Judged, Setting, judge
from server.forms.rules.plan import plan_of, walk
from server.forms.rules.references import redirected, references
from server.forms.rules.types import TESTS, UUID_FORM, is_empty, on_globe
from server.forms.rules.waves import waves

__all__ = [
    "TESTS",
    "UUID_FORM",
    "Issue",
    "Judged",
    "Setting",
    "check",
    "is_empty",
    "judge",
    "lists_of",
    "on_globe",
    "problems",
    "reckons",
    "redirected",
    "references",
    "walk",
    "waves",
]


def check(
    form: Mapping[str, Any], answers: Mapping[str, Any], *, editing: bool, setting: Setting | None = None
) -> tuple[dict[str, Any], list[str]]:
    """Return (answers fit for the record, flags).

    Flags name what is wrong and where, `field_missing:lines/2/product`: `field_missing`, `field_invalid` (not of its
    type), `field_unknown`, `rule_broken` (a bound, a choice that is not offered, a constraint), `calculated_differs`.
    When `editing`, fields that were not answered are not missing: only what changed is sent. `setting` says when it was
    filled in and what the edited record holds; it replaces `editing`.
    """
    judged = judge(form, answers, setting or Setting(editing=editing))
    return judged.fit, list(dict.fromkeys(issue.flag for issue in judged.issues))


def reckons(form: Mapping[str, Any]) -> bool:
    """Tell whether a form has expressions, so that it matters when it was filled in and what its record holds."""
    return plan_of(form).has_expressions


def lists_of(form: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of the choice lists that a form chooses from."""
    return plan_of(form).lists


def problems(
    form: Mapping[str, Any], answers: Mapping[str, Any], setting: Setting | None = None
) -> list[tuple[str, str]]:
    """Return what is wrong with answers as (JSON pointer, code), for who can still mend them.

    The pointer leads into the submission, `/answers/lines/0/product`; the codes are those of the flags. What the phone
    reckoned otherwise is no problem: it is reckoned again.
    """
    found = judge(form, answers, setting or Setting()).issues
    return [(issue.pointer, issue.code) for issue in found if issue.code != "calculated_differs"]
