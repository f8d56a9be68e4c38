"""Who may see a file: whoever may see a submission that it is bound to, and whoever sent it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.forms.models import SubmissionRow
from server.forms.queries import visible_to
from server.media.queries import made_in_subtree, submissions_bound


def is_visible(session: Session, actor: Actor, media_id: UUID) -> bool:
    """Tell whether the actor may see the file; naming somebody else's file in a form gives no sight of it."""
    bound = submissions_bound(session, actor.tenant_id, media_id)
    found = select(1).where(visible_to(actor), SubmissionRow.id.in_(bound)).limit(1)
    return session.scalar(found) is not None or made_in_subtree(session, actor, media_id)
