"""Whose tasks, tickets and calls somebody sees, and what he is told of the customers in them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.accounts.models import Employee
from server.accounts.queries import people, reach_of
from server.accounts.queries.identities import rights_of
from server.accounts.rules import SEE_ALL
from server.core.actor import Actor
from server.core.database import tenant_of
from server.customers import queries as customers
from server.customers.models import Customer

NOBODY = UUID(int=0)


def within_reach(
    actor: Actor, model: Any, columns: Iterable[InstrumentedAttribute[Any]], *also: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the criterion that a row of `model` is the actor's or of people below him by any of the columns.

    It has two shapes with one meaning, as `customers.visible_to`: ids are gathered by index scans for who has few
    people (`also` narrows each of them, so that partial indexes serve), rows are filtered for who has very many.
    """
    if actor.can(SEE_ALL):
        return true()
    if actor.wide:
        return or_(*(column.in_(reach_of(actor)) for column in columns))
    parts = [
        select(model.id).where(model.tenant_id == actor.tenant_id, *also, column.in_(reach_of(actor))).correlate(None)
        for column in columns
    ]
    return model.id.in_(union_all(*parts))  # type: ignore[no-any-return]


def seen_customer(actor: Actor, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the criterion that the row is about a customer whom the actor sees."""
    return column.in_(customers.visible_ids(actor))


@dataclass(frozen=True)
class Names:
    """What the rows of a page name: people by id, and of customers only those that the asker sees."""

    people: dict[UUID, str]
    customers: dict[UUID, tuple[str, str]]

    def person(self, employee_id: UUID | None) -> dict[str, Any] | None:
        """Return an employee as pages name him."""
        return {"id": employee_id, "name": self.people.get(employee_id, "")} if employee_id else None

    def customer(self, customer_id: UUID | None) -> dict[str, Any] | None:
        """Return a customer as pages name it; one that the asker may not see by its id alone."""
        if customer_id is None:
            return None
        name, kind = self.customers.get(customer_id, (None, None))
        return {"id": customer_id, "name": name, "kind": kind}


def names_of(
    session: Session, actor: Actor, employees: Iterable[UUID | None], customer_ids: Iterable[UUID | None]
) -> Names:
    """Return the names of these people and of those of the customers that the actor sees."""
    chosen = {one for one in employees if one}
    visible = customers.allowed_among(session, actor, {one for one in customer_ids if one}).visible
    statement = select(Customer.id, Customer.name, Customer.type).where(
        Customer.tenant_id == actor.tenant_id, Customer.id.in_(visible)
    )
    rows = session.execute(statement) if visible else ()
    named = people(session, actor.tenant_id, chosen) if chosen else {}
    return Names(
        {one: person.name for one, person in named.items()}, {row.id: (row.name or "", row.type) for row in rows}
    )


def in_service(session: Session, employee_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that are employees in service."""
    statement = select(Employee.id).where(
        Employee.tenant_id == tenant_of(session), Employee.id.in_(employee_ids), Employee.state == "active"
    )
    return set(session.scalars(statement)) if employee_ids else set()


def customers_seen_by(session: Session, employee_id: UUID, customer_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of the customers that an employee may see, by right and by place."""
    rights = rights_of(session, tenant_of(session), employee_id)
    if "customer.read" not in rights:
        return frozenset()
    somebody = Actor(tenant_of(session), NOBODY, NOBODY, employee_id, rights=rights)
    return customers.allowed_among(session, somebody, customer_ids).visible


def types_of(session: Session, customer_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the type of each customer: person, organisation, shop or household."""
    statement = select(Customer.id, Customer.type).where(
        Customer.tenant_id == tenant_of(session), Customer.id.in_(customer_ids)
    )
    return {row.id: row.type for row in session.execute(statement)}


def owners_of(session: Session, customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return who is in charge of each customer."""
    statement = select(Customer.id, Customer.owner_id).where(
        Customer.tenant_id == tenant_of(session), Customer.id.in_(customer_ids)
    )
    return {row.id: row.owner_id for row in session.execute(statement)}
