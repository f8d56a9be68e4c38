"""Reading products, price lists and promotions: everybody of the organisation who may read the catalogue sees all."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, false, func, select, tuple_
from sqlalchemy.orm import Session

from server.accounts.models import Employee, Organisation
from server.catalogue.models import PriceLine, PriceList, Product, ProductPart, Promotion
from server.core import clock, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.text import fold

Listable = Product | PriceList | Promotion
Kept = TypeVar("Kept", Product, PriceList, Promotion)
READ, WRITE = "catalogue.read", "catalogue.write"


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; `q` is folded text in name and code, `group` a product group's value."""

    q: str | None = None
    status: str | None = None
    group: str | None = None


def visible_to(actor: Actor, model: type[Listable]) -> ColumnElement[bool]:
    """Return the criterion that the actor may see a record of the catalogue."""
    own = model.tenant_id == actor.tenant_id
    return own if actor.can(READ) or actor.can(WRITE) else own & false()


def may(_: Session, actor: Actor, ids: Collection[UUID]) -> tuple[Collection[UUID], Collection[UUID]]:
    """Return which of the records the actor sees, and which he may change."""
    editable = ids if actor.can(WRITE) else ()
    return (ids if actor.can(READ) else editable), editable


def _narrowed(model: type[Listable], wanted: Filter) -> list[ColumnElement[bool]]:
    text = Product.search if model is Product else func.fold_vi(func.concat_ws(" ", *_words(model)))
    criteria = [text.contains(word, autoescape=True) for word in fold(wanted.q or "").split()]
    if wanted.status:
        criteria.append(model.status == wanted.status)
    if wanted.group and model is Product:
        criteria.append(Product.product_group == wanted.group)
    return criteria


def _words(model: type[Listable]) -> list[ColumnElement[str | None]]:
    columns = model.__table__.c
    return [columns[name] for name in ("name", "code") if name in columns]


def page(
    session: Session, actor: Actor, model: type[Kept], wanted: Filter, after: tuple[str, UUID] | None, limit: int
) -> list[Kept]:
    """Return up to `limit` records by name, after the key (name, id) of the page before."""
    statement = select(model).where(visible_to(actor, model), *_narrowed(model, wanted))
    if after:
        statement = statement.where(tuple_(model.name, model.id) > tuple_(*after))
    return list(session.scalars(statement.order_by(model.name, model.id).limit(limit)))


def record(session: Session, actor: Actor, model: type[Kept], record_id: UUID) -> Row[Kept, str] | None:
    """Return a record with the name of who made it, None for none that the actor may see."""
    maker = (Employee.tenant_id == model.tenant_id) & (Employee.id == model.created_by)
    statement = select(model, Employee.name).join(Employee, maker)
    return session.execute(statement.where(visible_to(actor, model), model.id == record_id)).one_or_none()


def visible(model: type[Listable]) -> Callable[[Session, Actor, UUID], bool]:
    """Return what tells whether an actor may see a record."""

    def tells(session: Session, actor: Actor, record_id: UUID) -> bool:
        return session.scalar(select(model.id).where(visible_to(actor, model), model.id == record_id)) is not None

    return tells


def visible_ids(model: type[Listable]) -> Callable[[Actor], Select[UUID]]:
    """Return what selects all records that an actor may see."""
    return lambda actor: select(model.id).where(visible_to(actor, model))


def names_of(model: type[Listable]) -> Callable[[Session, int, set[UUID]], dict[UUID, str]]:
    """Return what tells what people call records."""

    def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
        statement = select(model.id, model.name).where(model.tenant_id == tenant_id, model.id.in_(ids))
        return {row.id: row.name for row in session.execute(statement)}

    return names


def known_products(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the products that there are."""
    if not ids:
        return set()
    statement = "SELECT id FROM product WHERE tenant_id = :tenant_id AND id = ANY(:ids)"
    return {row.id for row in sql.run(session, statement, {"tenant_id": tenant_of(session), "ids": list(ids)})}


def holders(session: Session, table: str, keys: Collection[str]) -> dict[str, tuple[UUID, str]]:
    """Return whose (id, name) each of the codes is, by what makes them unique; `table` is product or promotion.

    Whoever asks holds all codes of the table until the end of the transaction: nobody takes one meanwhile.
    """
    values = {"tenant_id": tenant_of(session), "keys": list(keys), "table": table}
    sql.run(session, "SELECT pg_advisory_xact_lock(hashtextextended(:table, :tenant_id))", values)
    statement = f"SELECT id, name, code_key FROM {table} WHERE tenant_id = :tenant_id AND code_key = ANY(:keys)"  # noqa: S608 - one of our own tables
    return {row.code_key: (row.id, row.name) for row in sql.run(session, statement, values)}


def combos(session: Session) -> dict[UUID, set[UUID]]:
    """Return what every combo of the organisation holds."""
    statement = select(ProductPart.product_id, ProductPart.part_id).where(ProductPart.tenant_id == tenant_of(session))
    found: dict[UUID, set[UUID]] = {}
    for product_id, part_id in session.execute(statement):
        found.setdefault(product_id, set()).add(part_id)
    return found


def parts(session: Session, product_id: UUID) -> list[Row[UUID, str | None, str | None, int]]:
    """Return (id, name, code, how many) of what a combo holds."""
    statement = (
        select(Product.id, Product.name, Product.code, ProductPart.qty)
        .join(ProductPart, (ProductPart.tenant_id == Product.tenant_id) & (ProductPart.part_id == Product.id))
        .where(Product.tenant_id == tenant_of(session), ProductPart.product_id == product_id)
        .order_by(Product.name, Product.id)
    )
    return list(session.execute(statement))


def stopped_at(session: Session, ids: Collection[UUID]) -> Mapping[UUID, datetime | None]:
    """Return since when each of the price lists is stopped."""
    statement = select(PriceList.id, PriceList.stopped_at).where(
        PriceList.tenant_id == tenant_of(session), PriceList.id.in_(list(ids))
    )
    return {row.id: row.stopped_at for row in session.execute(statement)}


def today(session: Session) -> date:
    """Return the organisation's current day."""
    zone = select(Organisation.timezone).where(Organisation.id == tenant_of(session))
    return clock.now().astimezone(ZoneInfo(session.scalars(zone).one())).date()


def line_counts(session: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many lines the price lists have; those without any are left out."""
    mine = (PriceLine.tenant_id == tenant_of(session)) & PriceLine.price_list_id.in_(list(ids))
    statement = select(PriceLine.price_list_id, func.count()).where(mine).group_by(PriceLine.price_list_id)
    return {row[0]: row[1] for row in session.execute(statement)}


def lines(session: Session, price_list_id: UUID) -> list[Row[PriceLine, str, str | None]]:
    """Return the lines of a price list in their order, with the product's name and code."""
    statement = (
        select(PriceLine, Product.name, Product.code)
        .join(Product, (Product.tenant_id == PriceLine.tenant_id) & (Product.id == PriceLine.product_id))
        .where(PriceLine.tenant_id == tenant_of(session), PriceLine.price_list_id == price_list_id)
        .order_by(PriceLine.place)
    )
    return list(session.execute(statement))


def named_products(session: Session, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Return id, name and code of products, by name."""
    mine = (Product.tenant_id == tenant_of(session)) & Product.id.in_(list(ids))
    statement = select(Product.id, Product.name, Product.code).where(mine).order_by(Product.name, Product.id)
    return [{"id": row.id, "name": row.name, "code": row.code} for row in session.execute(statement)]


DECISIONS = """
SELECT k.record_id, k.settled_at AS at, json_build_object(k.field, k.settled_value) AS values,
       CAST(NULL AS uuid) AS submission_id
FROM conflict k
WHERE k.tenant_id = :tenant_id AND k.record_kind = :kind AND k.record_id = ANY(:ids) AND k.state = 'settled'
UNION ALL
SELECT e.record_id, e.at, CAST(d.body AS json) -> 'after', CAST(NULL AS uuid)
FROM audit_entry e JOIN audit_detail d ON d.tenant_id = e.tenant_id AND d.n = e.n
WHERE e.tenant_id = :tenant_id AND e.action = 'product.switch' AND e.record_id = ANY(:ids)
ORDER BY at
"""
"""What was decided about products at the console, beside their forms: for making them again from these."""
