"""New places of delivery, kept with the customers whose orders go there."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.errors import DomainError
from server.core.records import Record
from server.core.submissions import Outcome, Submission
from server.customers.service import further
from server.media.queries import zone
from server.orders import rules

NOT_KEPT = "address_not_kept"


def keep(
    session: Session,
    actor: Actor,
    records: Mapping[UUID, Record],
    submissions: Sequence[Submission],
    results: Sequence[Outcome | DomainError],
) -> dict[UUID, str]:
    """Keep the new places that these forms ask to keep; return a flag by submission where the author may not do it."""
    told = zip(submissions, results, strict=True)
    wanted = [place for one, result in told if (place := _place(session, records, one, result))]
    return dict.fromkeys(further.keep(session, actor, wanted), NOT_KEPT)


def _place(
    session: Session, records: Mapping[UUID, Record], submission: Submission, result: Outcome | DomainError
) -> further.Place | None:
    if not isinstance(result, Outcome) or not (result.record and result.customer_id):
        return None
    if not any(change.field.startswith("new_address") for change in result.changes):
        return None
    parts = rules.kept_address(records[result.record.id].fields)
    day = submission.occurred_at.astimezone(zone(session)).date().isoformat()
    return further.Place(submission, result.customer_id, parts, "delivery", day) if parts else None
