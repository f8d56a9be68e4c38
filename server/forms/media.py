"""Who may see a file: whoever may see a submission that it is bound to, and whoever sent it."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.forms.models import SubmissionRow
from server.forms.queries import visible_to
from server.media.models import MediaLink
from server.media.queries import made_in_subtree


def is_visible(session: Session, actor: Actor, media_id: UUID) -> bool:
    """Tell whether the actor may see the file."""
    named = exists().where(
        MediaLink.tenant_id == SubmissionRow.tenant_id,
        MediaLink.submission_id == SubmissionRow.id,
        MediaLink.media_id == media_id,
        MediaLink.bound_at.is_not(None),  # naming somebody else's file must not give sight of it
    )
    found = session.scalar(select(1).where(visible_to(actor), named).limit(1))
    return found is not None or made_in_subtree(session, actor, media_id)
