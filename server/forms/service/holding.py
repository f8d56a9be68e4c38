"""Holding the records that forms are about, before anything is made of the forms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import aliases
from server.core.database import registry_of
from server.core.submissions import RecordRef, Submission
from server.forms.rules import UUID_FORM
from server.forms.service.accepting import Offered


def hold(session: Session, offered: Sequence[Offered]) -> list[Offered]:
    """Lead what names a merged record to the one that stands, and hold the records in the order of their ids.

    All batches hold records in one order, so that two never wait for each other.
    """
    named: dict[str, set[UUID]] = {}
    for kind, record_id in (pair for one in offered for pair in _named(one.submission)):
        named.setdefault(kind, set()).add(record_id)
    records = registry_of(session).records
    held = list(offered)
    for kind in sorted(named.keys() & records.keys()):
        merged = aliases.resolve(session, kind, named[kind])
        records[kind].lock(session, sorted(merged.get(row_id, row_id) for row_id in named[kind]))
        if merged:
            held = [replace(one, submission=_redirected(one.submission, kind, merged)) for one in held]
    return held


def _named(submission: Submission) -> list[tuple[str, UUID]]:
    """Return the records that a form is about and those that its `ref` fields name."""
    refs = [(kind, UUID(answer)) for _, kind, answer in _references(submission)]
    return [*refs, (submission.record.kind, submission.record.id)] if submission.record else refs


def _references(submission: Submission) -> list[tuple[str, str, str]]:
    """Return (field, kind, id) of each well-formed reference."""
    found = []
    for field in submission.form["fields"]:
        answer = submission.answers.get(field["name"]) if field["type"] == "ref" else None
        if isinstance(answer, str) and UUID_FORM.fullmatch(answer.strip()):
            found.append((field["name"], field["of"], answer.strip()))
    return found


def _redirected(submission: Submission, kind: str, merged: Mapping[UUID, UUID]) -> Submission:
    record = submission.record
    if record and record.kind == kind:
        record = RecordRef(kind, merged.get(record.id, record.id))
    answers = {
        name: str(merged.get(UUID(answer), UUID(answer))) for name, of, answer in _references(submission) if of == kind
    }
    return replace(submission, record=record, answers={**submission.answers, **answers})
