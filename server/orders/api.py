"""Endpoints of orders; they are taken by their forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from server.audit import service as audit
from server.core import clock, paging
from server.core.errors import NotFoundError
from server.orders import queries, rules, service
from server.orders.models import Order, OrderLine, OrderMove
from server.orders.schemas import (
    OrderConvertSchema,
    OrderDetailSchema,
    OrderPageSchema,
    OrderQuerySchema,
    OrderStateSchema,
)
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("orders", __name__, url_prefix="/api/v1", description="Sales and orders")

OWN = (
    "id", "code", "kind", "channel", "state", "submission_id", "net", "tax", "total", "delivery_time", "valid_until",
    "captured_at", "updated_at",
)  # fmt: skip
OF_A_LINE = ("qty", "unit_name", "unit_qty", "price", "price_list_id", "net", "tax", "amount")


@blp.get("/orders")
@requires("order.read")
@transactional
@blp.arguments(OrderQuerySchema, location="query")
@blp.response(200, OrderPageSchema)
def list_orders(query: dict[str, Any]) -> dict[str, Any]:
    """List the orders of oneself and of the people below, the newest first."""
    names = ("code", "customer_id", "employee_id", "state", "kind", "channel", "since", "until")
    wanted = queries.Filter(**{name: query.get(name) for name in names})
    after, limit = paging.after_moment(query.get("cursor")), query["limit"]
    rows = queries.page(current_session(), current_actor(), wanted, after, limit + 1)
    shown = rows[:limit]
    more = paging.encode(shown[-1][0].captured_at.isoformat(), shown[-1][0].id) if len(rows) > limit else None
    day, into = (
        _today(),
        queries.standing(current_session(), [row[0].id for row in shown if row[0].kind in rules.BECOMES]),
    )
    return {"items": [_view(row, day, into) for row in shown], "next": more}


def _today() -> date:
    return queries.day_of(current_session(), clock.now())


def _view(row: queries.Listed, day: date, into: Mapping[UUID, queries.Link]) -> dict[str, Any]:
    order, owner, customer, kind = row
    source = queries.source_of(order, into.get(order.id))
    return {
        **{name: getattr(order, name) for name in OWN},
        "expired": rules.expired(source, day),
        "convertible": bool(rules.becomes(source, day)),
        "owner": {"id": order.owner_id, "name": owner},
        "customer": {"id": order.customer_id, "name": customer, "kind": kind},
    }


@blp.get("/orders/<uuid:order_id>")
@requires("order.read")
@transactional
@blp.response(200, OrderDetailSchema)
def show_order(order_id: UUID) -> dict[str, Any]:
    """Show an order with its lines and how it moved."""
    session, actor = current_session(), current_actor()
    shown = _detail(order_id)
    audit.record(session, actor, "order.view", "order", order_id, customer_id=shown["customer"]["id"])
    return shown


def _detail(order_id: UUID) -> dict[str, Any]:
    session = current_session()
    row = queries.one(session, current_actor(), order_id)
    if row is None:
        raise NotFoundError(kind="order", id=str(order_id))
    return {
        **_view(row, _today(), queries.standing(session, [order_id])),
        **_conversions(row[0]),
        "fields_": row[0].fields,
        "lines": [_line(*line) for line in queries.lines(session, order_id)],
        "moves": [_move(*move) for move in queries.moves(session, order_id)],
    }


def _conversions(order: Order) -> dict[str, Any]:
    session, actor = current_session(), current_actor()
    source, day = queries.as_source(session, order), _today()
    made = queries.made_of(session, actor, order)
    return {
        "next_states": rules.next_states(source, day),
        "converted_from": made._asdict() if made else None,
        "became": [link._asdict() for link in queries.made_from(session, actor, order.id)],
        "becomes": rules.becomes(source, day),
    }


def _line(line: OrderLine, name: str, code: str | None) -> dict[str, Any]:
    own = {column: getattr(line, column) for column in OF_A_LINE}
    return {**own, "product": {"id": line.product_id, "name": name, "code": code}}


def _move(move: OrderMove, name: str) -> dict[str, Any]:
    own = {column: getattr(move, column) for column in ("from_state", "to_state", "note", "at")}
    return {**own, "by": {"id": move.by_id, "name": name}}


@blp.post("/orders/<uuid:order_id>/state")
@requires("order.write")
@transactional
@blp.arguments(OrderStateSchema)
@blp.response(200, OrderDetailSchema)
def move_order(command: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Approve, deliver, finish, cancel or take back an order; say what became of a request or a quotation."""
    service.move(current_session(), current_actor(), order_id, command["state"], command["note"])
    return _detail(order_id)


@blp.post("/orders/<uuid:order_id>/answer")
@requires("order.read")
@transactional
@blp.arguments(OrderStateSchema)
@blp.response(200, OrderDetailSchema)
def answer_order(command: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Say what became of a request or a quotation of one's own."""
    service.answer(current_session(), current_actor(), order_id, command["state"], command["note"])
    return _detail(order_id)


@blp.post("/orders/<uuid:order_id>/convert")
@requires("order.read")
@transactional
@blp.arguments(OrderConvertSchema)
@blp.response(200, OrderDetailSchema)
def convert_order(command: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Make a quotation of a request, or an order of either, by the form for it; asked again it answers the same one."""
    made = service.convert(current_session(), current_actor(), order_id, command["into"], command["answers"])
    return _detail(made)
