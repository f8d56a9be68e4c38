"""Holding the records that forms are about, before anything is made of the forms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import aliases
from server.core.database import registry_of
from server.core.submissions import RecordRef, Submission
from server.forms.rules import redirected, references
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
    """Return the records that a form is about and those that its `ref` fields name, in rows too."""
    refs = [(kind, UUID(answer)) for kind, answer in references(submission.form, submission.answers)]
    return [*refs, (submission.record.kind, submission.record.id)] if submission.record else refs


def _redirected(submission: Submission, kind: str, merged: Mapping[UUID, UUID]) -> Submission:
    record = submission.record
    if record and record.kind == kind:
        record = RecordRef(kind, merged.get(record.id, record.id))
    into = {str(one): str(other) for one, other in merged.items()}
    answers = redirected(submission.form["fields"], submission.answers, kind, into)
    return replace(submission, record=record, answers=answers)
