"""Reading opportunities: one's own and those of the people below."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.catalogue.models import Product
from server.core.actor import Actor
from server.core.database import tenant_of
from server.customers import queries as customers
from server.customers.models import Customer
from server.opportunities.models import Opportunity, OpportunityItem, OpportunityMove, ProcessStep


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; times bound the capture, `since` inclusive, `until` exclusive.

    `outcome` is that of the step at which it stands (open, won, lost).
    """

    customer_id: UUID | None = None
    employee_id: UUID | None = None
    step_id: UUID | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that the actor may see an opportunity: his own and those of the people below him."""
    return (Opportunity.tenant_id == actor.tenant_id) & belongs_to_reach(actor, Opportunity.__table__.c.owner_id)


def may(session: Session, actor: Actor, ids: Collection[UUID]) -> tuple[Collection[UUID], Collection[UUID]]:
    """Return which of the opportunities the actor sees, and which he may still change by their form: the open ones."""
    statement = select(Opportunity.id, Opportunity.closed_at).where(visible_to(actor), Opportunity.id.in_(list(ids)))
    closed = {row.id: row.closed_at for row in session.execute(statement)}
    return closed.keys(), {row_id for row_id, at in closed.items() if at is None}


Listed = Row[Opportunity, str, str, str, int, str | None, str | None]
"""An opportunity, who noted it, its step's name, outcome and probability, and name and type of its customer."""


def page(
    session: Session, actor: Actor, wanted: Filter, after: tuple[datetime, UUID] | None, limit: int
) -> list[Listed]:
    """Return up to `limit` visible opportunities, newest first, after the key (captured_at, id) of the page before."""
    statement = select(Opportunity).where(visible_to(actor), *_narrowed(actor, wanted))
    if after:
        statement = statement.where(tuple_(Opportunity.captured_at, Opportunity.id) < tuple_(*after))
    newest = statement.order_by(Opportunity.captured_at.desc(), Opportunity.id.desc()).limit(limit)
    return list(session.execute(_detailed(actor, newest)))


def _narrowed(actor: Actor, wanted: Filter) -> Iterable[ColumnElement[bool]]:
    equal = {
        Opportunity.customer_id: wanted.customer_id,
        Opportunity.owner_id: wanted.employee_id,
        Opportunity.step_id: wanted.step_id,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if wanted.outcome is not None:
        of_outcome = (ProcessStep.tenant_id == actor.tenant_id) & (ProcessStep.outcome == wanted.outcome)
        yield Opportunity.step_id.in_(select(ProcessStep.id).where(of_outcome))
    if wanted.since is not None:
        yield Opportunity.captured_at >= wanted.since
    if wanted.until is not None:
        yield Opportunity.captured_at < wanted.until


def _detailed(
    actor: Actor, chosen: Select[Opportunity]
) -> Select[Opportunity, str, str, str, int, str | None, str | None]:
    """Return the chosen ones with what belongs to them: looked up for these rows only, after the limit."""
    one = aliased(Opportunity, chosen.subquery())
    return (
        select(
            one,
            Employee.name,
            ProcessStep.name,
            ProcessStep.outcome,
            ProcessStep.probability,
            Customer.name,
            Customer.type,
        )
        .join(Employee, (Employee.tenant_id == one.tenant_id) & (Employee.id == one.owner_id))
        .join(ProcessStep, (ProcessStep.tenant_id == one.tenant_id) & (ProcessStep.id == one.step_id))
        # Who may see the opportunity need not be allowed to see the customer any more.
        .outerjoin(Customer, customers.visible_beside(actor) & (Customer.id == one.customer_id))
        .order_by(one.captured_at.desc(), one.id.desc())
    )


def one(session: Session, actor: Actor, opportunity_id: UUID) -> Listed | None:
    """Return an opportunity that the actor may see."""
    chosen = select(Opportunity).where(visible_to(actor), Opportunity.id == opportunity_id)
    return session.execute(_detailed(actor, chosen)).one_or_none()


def locked(session: Session, actor: Actor, opportunity_id: UUID) -> Opportunity | None:
    """Return an opportunity that the actor may see, held until the end of the transaction."""
    statement = select(Opportunity).where(visible_to(actor), Opportunity.id == opportunity_id)
    held = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(held).one_or_none()


def items(session: Session, opportunity_id: UUID) -> list[Row[OpportunityItem, str, str | None]]:
    """Return the items of an opportunity in their order, with the product's name and code."""
    item = OpportunityItem
    statement = (
        select(item, Product.name, Product.code)
        .join(Product, (Product.tenant_id == item.tenant_id) & (Product.id == item.product_id))
        .where(item.tenant_id == tenant_of(session), item.opportunity_id == opportunity_id)
        .order_by(item.place)
    )
    return list(session.execute(statement))


def moves(session: Session, opportunity_id: UUID) -> list[Row[OpportunityMove, str, str, str]]:
    """Return how an opportunity went from step to step, the oldest first: the move, both steps' names, who."""
    before, after, move = aliased(ProcessStep), aliased(ProcessStep), OpportunityMove
    statement = (
        select(move, before.name, after.name, Employee.name)
        .join(before, (before.tenant_id == move.tenant_id) & (before.id == move.from_step_id))
        .join(after, (after.tenant_id == move.tenant_id) & (after.id == move.to_step_id))
        .join(Employee, (Employee.tenant_id == move.tenant_id) & (Employee.id == move.by_id))
        .where(move.tenant_id == tenant_of(session), move.opportunity_id == opportunity_id)
        .order_by(move.at, move.id)
    )
    return list(session.execute(statement))


def captured_at(session: Session, ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Return when each of the opportunities was noted."""
    mine = (Opportunity.tenant_id == tenant_of(session)) & Opportunity.id.in_(list(ids))
    rows = session.execute(select(Opportunity.id, Opportunity.captured_at).where(mine)) if ids else ()
    return {row.id: row.captured_at for row in rows}


def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
    """Return the codes of opportunities."""
    statement = select(Opportunity.id, Opportunity.code).where(
        Opportunity.tenant_id == tenant_id, Opportunity.id.in_(ids)
    )
    return {row.id: row.code for row in session.execute(statement)}


def is_visible(session: Session, actor: Actor, opportunity_id: UUID) -> bool:
    """Tell whether the actor may see the opportunity."""
    seen = select(Opportunity.id).where(visible_to(actor), Opportunity.id == opportunity_id)
    return session.scalar(seen) is not None


def visible_ids(actor: Actor) -> Select[UUID]:
    """Select the ids of the opportunities that the actor may see."""
    return select(Opportunity.id).where(visible_to(actor))
