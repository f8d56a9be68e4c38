"""Records that rows of repeats name: a form waits for those that are not there yet."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.database import registry_of, tenant_of
from server.core.submissions import BadReferenceError, RecordRef, Submission
from server.forms.rules import references


def missing(session: Session, submissions: Sequence[Submission]) -> dict[int, BadReferenceError]:
    """Return, by place, the submissions that name in a row a record which there is not, nor an earlier one makes.

    What fields outside of rows name, the areas look at themselves. One statement a kind, none without rows.
    """
    named = [_in_rows(one.form, one.answers) for one in submissions]
    there = _there(session, {ref for refs in named for ref in refs})
    gone: dict[int, BadReferenceError] = {}
    for place, (one, refs) in enumerate(zip(submissions, named, strict=True)):
        lost = next((ref for ref in refs if ref not in there), None)
        if lost:
            gone[place] = BadReferenceError(lost.kind, lost.id)
        elif one.form.get("record"):
            there.add(RecordRef(one.form["record"]["kind"], one.id))  # for those that come after it
    return gone


def _in_rows(form: Mapping[str, object], answers: Mapping[str, object]) -> list[RecordRef]:
    fields = form["fields"]
    assert isinstance(fields, list)  # noqa: S101 - a published definition
    repeats = {"fields": [field for field in fields if field["type"] == "repeat"]}
    return [RecordRef(kind, UUID(answer)) for kind, answer in references(repeats, answers)]


def _there(session: Session, named: set[RecordRef]) -> set[RecordRef]:
    """Return those of the records that there are; of kinds that nobody keeps, all."""
    records = registry_of(session).records
    there = {ref for ref in named if ref.kind not in records}
    for kind in {ref.kind for ref in named} & records.keys():
        ids = {ref.id for ref in named if ref.kind == kind}
        there |= {RecordRef(kind, one) for one in records[kind].names(session, tenant_of(session), ids)}
    return there
