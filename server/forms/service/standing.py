"""What forms are judged by besides their answers: when, what the edited records hold, and what lists offer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.core import sql
from server.core.database import tenant_of
from server.core.submissions import RecordRef, Submission
from server.forms import queries
from server.forms.rules import Setting, lists_of, reckons
from server.media.queries import zone

_FIELDS = """
SELECT r.kind, r.id, r.data
FROM feed_row r JOIN unnest(CAST(:kinds AS text[]), CAST(:ids AS uuid[])) AS w(kind, id) USING (kind, id)
WHERE r.tenant_id = :tenant_id AND r.data IS NOT NULL
"""


def settings(session: Session, submissions: Sequence[Submission]) -> list[Setting]:
    """Return what each submission is judged by, in their order; plain forms cost no statement."""
    wanted = {key for one in submissions for key in lists_of(one.form)}
    choices = queries.known_choices(session, wanted) if wanted else {}
    reckoning = [one for one in submissions if reckons(one.form)]
    known = _held(session, {one.record for one in reckoning if one.record and _edits(one)})
    local = partial(_local, zone(session)) if reckoning else _undated
    return [
        replace(_setting(one, known.get(one.record) if one.record else None, local(one)), choices=choices)
        for one in submissions
    ]


def _edits(submission: Submission) -> bool:
    return submission.origin.base is not None


def _held(session: Session, records: set[RecordRef]) -> dict[RecordRef, Mapping[str, Any]]:
    """Return the records as phones hold them: what an edit was made of."""
    if not records:
        return {}
    named = sorted(records, key=lambda one: (one.kind, one.id))
    values = {"kinds": [one.kind for one in named], "ids": [one.id for one in named], "tenant_id": tenant_of(session)}
    return {RecordRef(row.kind, UUID(str(row.id))): row.data for row in sql.run(session, _FIELDS, values)}


def _setting(submission: Submission, held: Mapping[str, Any] | None, at: tuple[str, str]) -> Setting:
    """Fields of records that are kept by the names of their forms are all known; of others those that are told."""
    fields = held.get("fields") if held else None
    known = fields if isinstance(fields, Mapping) else None
    told = held if held and known is None else {}
    today, now = at
    return Setting(editing=_edits(submission), today=today, now=now, record=known, before={**told, **submission.before})


def _local(where: ZoneInfo, submission: Submission) -> tuple[str, str]:
    moment = submission.occurred_at.astimezone(where)
    return moment.date().isoformat(), moment.isoformat(timespec="seconds")


def _undated(_: Submission) -> tuple[str, str]:
    return "", ""
