"""Acting on the forms of contacts: interactions, promotion contacts and support, face to face or by telephone.

Each is a visit or a call. Beyond that an interaction writes into the customer, a promotion contact asks for a task, and
a support form opens a ticket. Forms of all six kinds that come together cost as many statements as one of each kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.queries import sight
from server.activities.rules import DEFAULT_TIME, beginning_of, time_needed
from server.activities.service import tasks, tickets, updating
from server.core.actor import Actor
from server.core.errors import DomainError
from server.core.ids import derived_id
from server.core.submissions import Outcome, RecordRef, Submission
from server.visits.service.meeting import check_in, note_call

Results = dict[int, Outcome | DomainError]
FACE_TO_FACE = ".f2f"
NO_RESPONSIBLE = "responsible_unknown"


def contact(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Note the visits and calls, and do what each form is for; answers as `check_in` does."""
    results = _met(session, actor, submissions)
    told = {
        place: (submissions[place], outcome.customer_id)
        for place, outcome in sorted(results.items())
        if isinstance(outcome, Outcome) and outcome.customer_id
    }
    for family, act in (("interaction", _update), ("promotion", _ask_for_tasks), ("support", _open_tickets)):
        chosen = {place: pair for place, pair in told.items() if _family(pair[0]) == family}
        if chosen:
            done = act(session, actor, list(chosen.values()))
            results |= {p: _joined(results[p], one) for p, one in zip(chosen, done, strict=True)}
    return [results[place] for place in range(len(submissions))]


def _family(submission: Submission) -> str:
    return str(submission.form["key"]).partition(".")[0]


def _met(session: Session, actor: Actor, submissions: Sequence[Submission]) -> Results:
    faces = [place for place, one in enumerate(submissions) if one.form["key"].endswith(FACE_TO_FACE)]
    calls = [place for place in range(len(submissions)) if place not in set(faces)]
    results: Results = {}
    for places, note in ((faces, check_in), (calls, note_call)):
        if places:
            results |= zip(places, note(session, actor, [submissions[place] for place in places]), strict=True)
    return results


def _joined(met: Outcome | DomainError, done: Outcome) -> Outcome | DomainError:
    if not isinstance(met, Outcome):
        return met
    return replace(done, customer_id=met.customer_id, flags=tuple(dict.fromkeys((*met.flags, *done.flags))))


Told = Sequence[tuple[Submission, UUID]]
"""Forms, each with the customer whom it is about."""


def _update(session: Session, actor: Actor, told: Told) -> list[Outcome]:
    return updating.apply(session, actor, told)


def _ask_for_tasks(session: Session, actor: Actor, told: Told) -> list[Outcome]:
    """Set a task for each next action; one for nobody in service is the actor's own, and flagged (TB-60)."""
    named = {place: _responsible(one) for place, (one, _) in enumerate(told) if _actions(one)}
    there = sight.in_service(session, {one for one in named.values() if one} - {actor.employee_id})
    wanted, flags = list[tasks.Wanted](), dict[int, tuple[str, ...]]()
    for place, responsible in named.items():
        known = responsible in there or responsible == actor.employee_id
        flags[place] = () if known else (NO_RESPONSIBLE,)
        wanted += _tasks(*told[place], responsible if responsible and known else actor.employee_id)
    if wanted:
        tasks.create_all(session, actor, wanted)
    return [Outcome(flags=flags.get(place, ())) for place in range(len(told))]


def _actions(submission: Submission) -> list[str]:
    answer = submission.answers.get("next_action")
    return [one for one in (answer if isinstance(answer, list) else [answer]) if one]


def _responsible(submission: Submission) -> UUID | None:
    answer = submission.answers.get("responsible")
    return UUID(answer) if answer else None


def _tasks(submission: Submission, customer_id: UUID, responsible_id: UUID) -> Iterable[tasks.Wanted]:
    answers = submission.answers
    for action in _actions(submission):
        yield tasks.Wanted(
            id=derived_id("task", submission.id, action),
            title=beginning_of(answers.get("topic") or answers.get("task_note") or action),
            note=answers.get("task_note"),
            kind=action,
            due_at=submission.occurred_at + (time_needed(answers) or timedelta(days=1)),
            customer_id=customer_id,
            submission_id=submission.id,
            responsible_id=responsible_id,
            created_at=submission.occurred_at,
        )


def _open_tickets(session: Session, actor: Actor, told: Told) -> list[Outcome]:
    """Open a ticket for each form, with a deadline (TB-65)."""
    tickets.open_all(session, actor, [ticket_of(submission, customer_id) for submission, customer_id in told])
    return [Outcome(record=RecordRef(tickets.KIND, submission.id)) for submission, _ in told]


def ticket_of(submission: Submission, customer_id: UUID) -> tickets.Wanted:
    """Return the ticket that a support form asks for."""
    answers = submission.answers
    return tickets.Wanted(
        id=submission.id,
        customer_id=customer_id,
        problem=answers.get("problem"),
        detail=answers.get("detail"),
        solution=answers.get("solution"),
        result=answers.get("call_result"),
        products=_ids(answers, "product"),
        employees=_ids(answers, "employee"),
        due_at=submission.occurred_at + (time_needed(answers) or DEFAULT_TIME),
        opened_at=submission.occurred_at,
        chosen=_ids(answers, "notify_to"),
    )


def _ids(answers: Mapping[str, Any], name: str) -> list[UUID]:
    return [UUID(one) for one in answers.get(name) or ()]
