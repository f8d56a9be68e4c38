"""Writing into customers what interactions asked for by an update set, and putting tags on them (TB-55, TB-56).

The attributes are merged field by field like those of a profile form. An interaction does not say which state of the
customer it saw as a whole, but what each attribute showed (`before.updates`): where that still stands it has been seen,
whoever wrote it; else the customer's number, when the phone names one, and the policies decide as ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.queries import sight
from server.activities.queries import tags as queries
from server.core.actor import Actor
from server.core.edits import normalised
from server.core.merge_values import same
from server.core.submissions import Outcome, RecordRef, Submission
from server.customers import queries as customers
from server.customers.queries import Held
from server.customers.service import KIND, save_profiles
from server.forms import policies
from server.forms.rules import UUID_FORM, check

SEEN = 2**62
"""A base that no change is above: what has it has seen all."""
TAGS = {"name": "tags", "type": "refs", "of": "tag"}


@dataclass(frozen=True)
class _Wish:
    """What one interaction wants written: fields as of a form, their answers, what they showed, and what is wrong."""

    submission: Submission
    customer_id: UUID
    fields: Sequence[Mapping[str, Any]]
    answers: Mapping[str, Any]
    before: Mapping[str, Any]
    flags: tuple[str, ...]


def apply(session: Session, actor: Actor, told: Sequence[tuple[Submission, UUID]]) -> list[Outcome]:
    """Write what these interactions, each with its customer, say of the customers; return for each what it changed.

    A customer exists. An answer that does not fit its attribute is left out and flagged, never refused.
    """
    sets = queries.attributes_of(session, {set_id for one, _ in told if (set_id := _set_of(one))})
    tags = queries.known_tags(session, {tag for one, _ in told for tag in _tags_of(one)})
    wishes = [_wish(one, customer_id, sets, tags) for one, customer_id in told]
    busy = [wish for wish in wishes if wish.answers]
    written = iter(_write(session, actor, busy) if busy else ())
    return [
        _with_flags(next(written) if wish.answers else Outcome(customer_id=wish.customer_id), wish.flags)
        for wish in wishes
    ]


def _with_flags(outcome: Outcome, flags: tuple[str, ...]) -> Outcome:
    return replace(outcome, flags=(*outcome.flags, *flags))


def _set_of(submission: Submission) -> UUID | None:
    chosen = submission.answers.get("update_set")
    return UUID(chosen) if isinstance(chosen, str) and UUID_FORM.fullmatch(chosen) else None


def _tags_of(submission: Submission) -> list[UUID]:
    """Return the chosen tags; the first version of these forms had fixed words instead, which are none."""
    is_ref = any(field["name"] == "tags" and field["type"] == "refs" for field in submission.form["fields"])
    return [UUID(tag) for tag in submission.answers.get("tags") or ()] if is_ref else []


def _wish(
    submission: Submission, customer_id: UUID, sets: Mapping[UUID, Sequence[Mapping[str, Any]]], tags: set[UUID]
) -> _Wish:
    chosen, flags = _set_of(submission), []
    if chosen and chosen not in sets:
        flags.append("field_invalid:update_set")
    attributes = sets.get(chosen, ()) if chosen else ()
    given = submission.answers.get("updates")
    given = given if isinstance(given, Mapping) else {}
    fit, issues = check({"fields": list(attributes)}, given, editing=True)
    flags += [issue.replace(":", ":updates/", 1) for issue in issues]
    before = submission.before.get("updates")
    shown = {**before} if isinstance(before, Mapping) else {}
    wanted = _tags_of(submission)
    put = [str(tag) for tag in wanted if tag in tags]
    if len(put) < len(wanted):
        flags.append("field_invalid:tags")
    answers = {**fit, **({"tags": put} if put else {})}
    return _Wish(submission, customer_id, [*attributes, TAGS], answers, {**shown, "tags": []}, tuple(flags))


def _write(session: Session, actor: Actor, wishes: Sequence[_Wish]) -> list[Outcome]:
    held = customers.held(session, {wish.customer_id for wish in wishes})
    chosen = _chosen(session, held)
    edits = [(place, edit) for place, wish in enumerate(wishes) for edit in _edits(wish, held, chosen)]
    made = save_profiles(session, actor, [edit for _, edit in edits])
    outcomes = [Outcome(customer_id=wish.customer_id) for wish in wishes]
    for (place, _), outcome in zip(edits, made, strict=True):
        if not isinstance(outcome, Outcome):
            raise outcome
        outcomes[place] = _joined(outcomes[place], outcome)
    return outcomes


def _joined(one: Outcome, other: Outcome) -> Outcome:
    """Return what both did together; one that wrote nothing names no record."""
    wrote = other.record if other.changes or other.clashes else None
    return replace(
        one,
        record=one.record or wrote,
        changes=(*one.changes, *other.changes),
        clashes=(*one.clashes, *other.clashes),
        flags=tuple(dict.fromkeys((*one.flags, *other.flags))),
    )


def _edits(wish: _Wish, held: Mapping[UUID, Held], chosen: Mapping[tuple[UUID, str], str]) -> list[Submission]:
    """Return the wish as edits of the customer: what its author has seen, and the rest."""
    standing = held[wish.customer_id]
    types = {field["name"]: field["type"] for field in wish.fields}
    seen = {
        name
        for name in wish.answers
        if name in wish.before
        and not standing.archived
        and same(normalised(types[name], wish.before[name]), standing.fields.get(name))
    }
    origin = wish.submission.origin
    named = wish.submission.record and wish.submission.record.kind == KIND
    parts = [(seen, SEEN), (wish.answers.keys() - seen, origin.base if named else None)]
    fields = [
        {**field, **({"chosen": policy} if (policy := chosen.get((wish.customer_id, field["name"]))) else {})}
        for field in wish.fields
    ]
    return [
        replace(
            wish.submission,
            form={**wish.submission.form, "fields": fields},
            answers={name: wish.answers[name] for name in names},
            before={name: value for name, value in wish.before.items() if name in names},
            record=RecordRef(KIND, wish.customer_id),
            origin=replace(origin, base=base),
        )
        for names, base in parts
        if names
    ]


def _chosen(session: Session, held: Mapping[UUID, Held]) -> dict[tuple[UUID, str], str]:
    """Return the policies that the organisation chose for fields of customers, by (customer, field)."""
    of_forms = policies.chosen(session)
    if not of_forms:
        return {}
    kinds = sight.types_of(session, held)
    return {
        (customer_id, field): policy
        for customer_id, kind in kinds.items()
        for (form, field), policy in of_forms.items()
        if form == f"{KIND}.{kind}"
    }
