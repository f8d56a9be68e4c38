"""Holding the records that forms are about, before anything is made of the forms."""

from collections.abc import Iterable, Mapping, Sequence
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

    All batches hold records in one order, so that two never wait for each other. What an edit saw is led too: what it
    takes away by the old id goes.
    """
    named = _by_kind(pair for one in offered for pair in _named(one.submission))
    seen = _by_kind(pair for one in offered for pair in references(one.submission.form, one.submission.before))
    records = registry_of(session).records
    held = list(offered)
    for kind in sorted((named.keys() | seen.keys()) & records.keys()):
        ids = named.get(kind, set())
        merged = aliases.resolve(session, kind, ids | seen.get(kind, set()))
        if ids:
            records[kind].lock(session, sorted({merged.get(row_id, row_id) for row_id in ids}))
        if merged:
            held = [replace(one, submission=_redirected(one.submission, kind, merged)) for one in held]
    return held


def _by_kind(pairs: Iterable[tuple[str, UUID | str]]) -> dict[str, set[UUID]]:
    ids: dict[str, set[UUID]] = {}
    for kind, record_id in pairs:
        ids.setdefault(kind, set()).add(record_id if isinstance(record_id, UUID) else UUID(record_id))
    return ids


def _named(submission: Submission) -> list[tuple[str, UUID | str]]:
    """Return the records that a form is about and those that its `ref` fields name, in rows too."""
    refs: list[tuple[str, UUID | str]] = [*references(submission.form, submission.answers)]
    return [*refs, (submission.record.kind, submission.record.id)] if submission.record else refs


def _redirected(submission: Submission, kind: str, merged: Mapping[UUID, UUID]) -> Submission:
    record = submission.record
    if record and record.kind == kind:
        record = RecordRef(kind, merged.get(record.id, record.id))
    into = {str(one): str(other) for one, other in merged.items()}
    fields = submission.form["fields"]
    answers = redirected(fields, submission.answers, kind, into)
    return replace(submission, record=record, answers=answers, before=redirected(fields, submission.before, kind, into))
