"""What records are called in the history, for whoever may see them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from server.accounts.models import Account, Branch, Department, Device, Employee, Extension, Team, Title
from server.accounts.queries import belongs_to_reach
from server.activities.models import Note, Tag, Task, Ticket, UpdateSet
from server.activities.queries import sight
from server.activities.queries import tasks as activities_tasks
from server.activities.queries import tickets as activities_tickets
from server.catalogue import queries as catalogue
from server.catalogue.models import PriceList, Product, Promotion
from server.core.actor import Actor
from server.customers import queries as customers
from server.customers.mail_models import CustomerEmail, EmailTemplate
from server.customers.models import Customer, CustomerSet, Pool
from server.forms import queries as forms
from server.forms.models import FormVersion, SubmissionRow
from server.routes import queries as routes
from server.routes.models import Route

Names = dict[UUID, str]
Criterion = Callable[[Actor], ColumnElement[bool]]


def _all(actor: Actor) -> ColumnElement[bool]:
    del actor
    return true()


def _named(model: Any, seen: Criterion) -> Callable[[Session, Actor, set[UUID]], Names]:
    def names(session: Session, actor: Actor, ids: set[UUID]) -> Names:
        statement = select(model.id, model.name).where(model.tenant_id == actor.tenant_id, model.id.in_(ids))
        return {row.id: row.name or "" for row in session.execute(statement.where(seen(actor)))}

    return names


def _listed(model: type[Product | PriceList | Promotion]) -> Callable[[Session, Actor, set[UUID]], Names]:
    return _named(model, lambda actor: catalogue.visible_to(actor, model))


def _accounts(session: Session, actor: Actor, ids: set[UUID]) -> Names:
    statement = (
        select(Account.id, Employee.name)
        .join(Employee, (Employee.tenant_id == Account.tenant_id) & (Employee.id == Account.employee_id))
        .where(Account.tenant_id == actor.tenant_id, Account.id.in_(ids))
        .where(belongs_to_reach(actor, Employee.__table__.c.id))
    )
    return {row.id: row.name for row in session.execute(statement)}


def _submissions(session: Session, actor: Actor, ids: set[UUID]) -> Names:
    titles = forms.form_titles(session, actor.tenant_id)
    statement = select(SubmissionRow.id, SubmissionRow.form_key, SubmissionRow.form_version)
    rows = session.execute(statement.where(forms.visible_to(actor), SubmissionRow.id.in_(ids)))
    return {row.id: _text(titles.get((row.form_key, row.form_version), {}), actor) for row in rows}


def _forms(session: Session, actor: Actor, ids: set[UUID]) -> Names:
    statement = select(FormVersion.id, FormVersion.definition["title"].label("title"))
    rows = session.execute(statement.where(FormVersion.tenant_id == actor.tenant_id, FormVersion.id.in_(ids)))
    return {row.id: _text(row.title, actor) for row in rows}


def _called(model: Any, column: Any, seen: Criterion) -> Callable[[Session, Actor, set[UUID]], Names]:
    def names(session: Session, actor: Actor, ids: set[UUID]) -> Names:
        statement = select(model.id, column.label("name")).where(model.tenant_id == actor.tenant_id, model.id.in_(ids))
        return {row.id: row.name for row in session.execute(statement.where(seen(actor)))}

    return names


def _text(texts: dict[str, str], actor: Actor) -> str:
    return texts.get(actor.language) or texts.get("vi", "")


RECORDS: dict[str, Callable[[Session, Actor, set[UUID]], Names]] = {
    "account": _accounts,
    "branch": _named(Branch, _all),
    "customer": _named(Customer, customers.visible_to),
    "customer_set": _named(CustomerSet, lambda actor: belongs_to_reach(actor, CustomerSet.__table__.c.owner_id)),
    "department": _named(Department, _all),
    "device": _named(Device, lambda actor: belongs_to_reach(actor, Device.__table__.c.employee_id)),
    "email": _called(
        CustomerEmail, CustomerEmail.subject, lambda actor: sight.seen_customer(actor, CustomerEmail.customer_id)
    ),
    "email_template": _named(EmailTemplate, _all),
    "employee": _named(Employee, lambda actor: belongs_to_reach(actor, Employee.__table__.c.id)),
    "extension": _called(Extension, Extension.number, _all),
    "form": _forms,
    "note": _called(Note, func.left(Note.text, 80), lambda actor: sight.seen_customer(actor, Note.customer_id)),
    "pool": _named(Pool, _all),
    "price_list": _listed(PriceList),
    "product": _listed(Product),
    "promotion": _listed(Promotion),
    "route": _named(Route, routes.visible_to),
    "submission": _submissions,
    "tag": _named(Tag, _all),
    "task": _called(Task, Task.title, activities_tasks.visible_to),
    "team": _named(Team, _all),
    "ticket": _called(Ticket, Ticket.code, activities_tickets.visible_to),
    "title": _named(Title, _all),
    "update_set": _named(UpdateSet, _all),
}
"""By kind of record."""


def who(session: Session, tenant_id: int, ids: set[UUID]) -> Names:
    """Return what people and phones of the organisation are called: colleagues know each other's names."""
    return {
        row.id: row.name
        for model in (Employee, Device)
        for row in session.execute(select(model.id, model.name).where(model.tenant_id == tenant_id, model.id.in_(ids)))
    }
