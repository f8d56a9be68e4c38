"""What becomes of forms that no area acts on, those of the organisation's own among them: they are about a customer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError
from server.core.submissions import BadReferenceError, Outcome, Submission
from server.customers import queries as customers


def note_reports(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Tell which customer each report is about: the one that its first reference to a customer names.

    A report about a customer that there is not (yet) is answered with BadReferenceError, one about a customer whom the
    actor may not see is flagged.
    """
    named = [_customer(submission.form, submission.answers) for submission in submissions]
    wanted = {one for one in named if one is not None}
    there = customers.names(session, tenant_of(session), wanted).keys() if wanted else set()
    visible = customers.allowed_among(session, actor, there).visible if there else set()
    return [
        _outcome(submission, one, visible) if one is None or one in there else BadReferenceError("customer", one)
        for submission, one in zip(submissions, named, strict=True)
    ]


def _customer(form: Mapping[str, Any], answers: Mapping[str, Any]) -> UUID | None:
    refs = (field for field in form["fields"] if field["type"] == "ref" and field.get("of") == "customer")
    answer = next((answers[field["name"]] for field in refs if answers.get(field["name"])), None)
    return UUID(answer) if answer else None


def _outcome(submission: Submission, customer_id: UUID | None, visible: Any) -> Outcome:
    hidden = customer_id is not None and customer_id not in visible
    flags = ("customer_not_visible",) if hidden else ()
    return Outcome(record=submission.record, customer_id=customer_id, flags=flags)
