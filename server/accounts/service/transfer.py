"""Handing over what somebody has: his customers, routes, teams, in batches after the commit."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.models import Team
from server.accounts.service import memberships
from server.accounts.service.standing import hold_people, seen
from server.audit import service as audit
from server.core import outbox
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError, InvalidInputError
from server.core.ids import new_id

log = structlog.get_logger()

Hook = Callable[[Session, Actor, UUID, UUID], int]
"""Hands over at most a batch of what the first employee has to the second; returns how many, 0 when nothing is left."""

TRANSFERS: list[Hook] = []
"""What other areas hand over; wired by the composition root."""

TASK = "accounts.transfer"
RIGHT = "employee.transfer"
MOST_ROUNDS = 10_000


@dataclass(frozen=True)
class Order:
    """Who asked for what to go from whom to whom, and how far it is: the arguments of the job, as JSON keeps them."""

    id: str
    account_id: str
    giver_id: str
    taker_id: str
    round: int = 0
    done: int = 0


def order_transfer(session: Session, actor: Actor, giver_id: UUID, taker_id: UUID) -> UUID:
    """Have everything that one employee has handed over to another, after the commit; return the order's id.

    The actor sees both, now and when it is done; the taker is in service.
    """
    actor.must(RIGHT)
    if giver_id == taker_id:
        raise InvalidInputError(pointer="/to", reason="oneself")
    seen(session, actor, giver_id, in_service=False)
    seen(session, actor, taker_id)
    order = Order(str(new_id()), str(actor.account_id), str(giver_id), str(taker_id))
    _send(session, order)
    detail = {"to": taker_id, "order": order.id}
    audit.record(session, actor, "employee.transfer_order", "employee", giver_id, detail=detail)
    return UUID(order.id)


def _send(session: Session, order: Order) -> None:
    outbox.send(session, TASK, asdict(order), key=f"{order.id}/{order.round}")


def carry_out(session: Session, order: Order) -> None:
    """Hand over a batch of each kind, and send the rest after it; does nothing for who may not ask any more.

    What is handed over is gone from the giver, so a batch that is done again finds the next one or nothing.
    """
    giver_id, taker_id = UUID(order.giver_id), UUID(order.taker_id)
    hold_people(session)
    actor = _still_allowed(session, order)
    if actor is None:
        audit.record(session, None, "employee.transfer_refused", "employee", giver_id, detail={"order": order.id})
        return
    handed = sum(hook(session, actor, giver_id, taker_id) for hook in (hand_over_teams, *TRANSFERS))
    done = order.done + handed
    if handed and order.round < MOST_ROUNDS:
        _send(session, Order(order.id, order.account_id, order.giver_id, order.taker_id, order.round + 1, done))
        return
    detail = {"to": taker_id, "order": order.id, "handed_over": done}
    audit.record(session, actor, "employee.transfer", "employee", giver_id, detail=detail)


def _still_allowed(session: Session, order: Order) -> Actor | None:
    """Return who asked, with the rights that hold now; None when he may not any more."""
    identity = queries.identity_of_account(session, tenant_of(session), UUID(order.account_id))
    if identity is None or RIGHT not in identity.rights:
        return None
    actor = identity.actor()
    try:
        seen(session, actor, UUID(order.giver_id), in_service=False)
        seen(session, actor, UUID(order.taker_id))
    except DomainError as refusal:
        log.info("transfer_refused", order=order.id, code=refusal.code)
        return None
    return actor


def hand_over_teams(session: Session, actor: Actor, giver_id: UUID, taker_id: UUID) -> int:
    """Let one employee lead the teams that another led; return how many."""
    statement = select(Team).where(
        Team.tenant_id == actor.tenant_id, Team.leader_id == giver_id, Team.archived_at.is_(None)
    )
    teams = list(session.scalars(statement.order_by(Team.id).with_for_update()))
    for team in teams:
        team.leader_id = taker_id
        session.flush()
        memberships.after_team_change(session, team.id)
        detail = {"before": {"leader_id": giver_id}, "after": {"leader_id": taker_id}}
        audit.record(session, actor, "team.change", "team", team.id, detail=detail)
    return len(teams)
