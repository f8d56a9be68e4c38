"""How the sync engine reaches tickets."""

from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from server.activities.models import Ticket
from server.activities.queries.sight import seen_customer
from server.activities.queries.tickets import visible_to
from server.core import sql
from server.core.actor import Actor
from server.core.database import tenant_of

_LOCK = "SELECT 1 FROM ticket WHERE tenant_id = :tenant_id AND id = ANY(:ids) ORDER BY id FOR NO KEY UPDATE"


def lock(session: Session, ids: list[UUID]) -> None:
    """Hold the tickets in the order of their ids."""
    sql.run(session, _LOCK, {"tenant_id": tenant_of(session), "ids": ids})


def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
    """Return the codes of tickets."""
    statement = select(Ticket.id, Ticket.code).where(Ticket.tenant_id == tenant_id, Ticket.id.in_(ids))
    return {row.id: row.code for row in session.execute(statement)}


def visible_ids(actor: Actor) -> Select[UUID]:
    """Select the ids of the tickets that the actor may see: his and his people's, and those of his customers."""
    seen = or_(visible_to(actor), seen_customer(actor, Ticket.customer_id))
    return select(Ticket.id).where(Ticket.tenant_id == actor.tenant_id, seen)


def is_visible(session: Session, actor: Actor, ticket_id: UUID) -> bool:
    """Tell whether the actor may see the ticket."""
    return session.scalar(visible_ids(actor).where(Ticket.id == ticket_id)) is not None
