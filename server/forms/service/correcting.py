"""Corrections: a submission that was sent back is not changed; another one takes its place and names it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import feed, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.submissions import Submission
from server.notifications.service import notify

KIND = "submission"
NOT_CORRECTING = "revises_another"
"""The flag of a submission that says that it corrects one which it cannot correct: it stands by itself."""

_FORMER = """
SELECT id, form_key, employee_id, state, revised_by_id FROM submission WHERE tenant_id = :tenant_id AND id = ANY(:ids)
FOR NO KEY UPDATE
"""


def correctable(session: Session, actor: Actor, submissions: Sequence[Submission]) -> dict[UUID, UUID]:
    """Return which of the submissions correct which former one: one's own, in the same form, open, not corrected yet.

    A former one may come in the same set, earlier. Those that are stored are held until the end of the transaction.
    """
    wanted = {one.revises for one in submissions if one.revises is not None}
    if not wanted:
        return {}
    rows = sql.run(session, _FORMER, {"tenant_id": tenant_of(session), "ids": list(wanted)})
    forms: dict[UUID, str] = {row.id: row.form_key for row in rows if _is_open(actor, row)}
    found = {}
    for one in submissions:
        if one.revises is not None and forms.pop(one.revises, None) == one.form["key"]:
            found[one.id] = one.revises
        forms[one.id] = one.form["key"]
    return found


def _is_open(actor: Actor, row: Any) -> bool:
    return row.employee_id == actor.employee_id and row.state != "approved" and row.revised_by_id is None


_CORRECTED = """
UPDATE submission s SET revised_by_id = r.by
FROM unnest(CAST(:former AS uuid[]), CAST(:by AS uuid[])) AS r(former, by)
WHERE s.tenant_id = :tenant_id AND s.id = r.former
RETURNING s.id, s.reviewer_id, r.by
"""
CORRECTED = {"vi": "Bài gửi trả lại đã được sửa", "en": "What was sent back was corrected"}


def mark_corrected(session: Session, corrections: Mapping[UUID, UUID]) -> None:
    """Note with the former submissions by which (stored) ones they are corrected: they count as open no more.

    Whoever sent one back is told, with the way to the correction.
    """
    if not corrections:
        return
    values = {"tenant_id": tenant_of(session), "former": list(corrections.values()), "by": list(corrections)}
    for row in sql.run(session, _CORRECTED, values):
        feed.touch(session, KIND, row.id)
        if row.reviewer_id is not None:
            _tell(session, row)


def _tell(session: Session, row: Any) -> None:
    notify(
        session,
        employee_ids=[row.reviewer_id],
        kind="submission_corrected",
        title=CORRECTED,
        link=f"/submissions/{row.by}",
        key=f"corrected:{row.by}",
    )
