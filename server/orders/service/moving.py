"""Moving orders from state to state."""

from uuid import UUID

from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import ForbiddenError, NotFoundError
from server.core.ids import new_id
from server.customers.service import note_changes
from server.notifications.service import notify
from server.orders import queries, rules
from server.orders.errors import OrderStateError
from server.orders.models import Order, OrderMove
from server.orders.service.tables import KIND

TITLES = {
    "sent": ("Đơn {code} đã gửi", "Order {code} was sent"),
    "approved": ("Đơn {code} đã duyệt", "Order {code} was approved"),
    "delivering": ("Đơn {code} đang giao", "Order {code} is on its way"),
    "done": ("Đơn {code} đã hoàn tất", "Order {code} is done"),
    "cancelled": ("Đơn {code} đã huỷ", "Order {code} was cancelled"),
    "returned": ("Đơn {code} đã trả hàng", "Order {code} was returned"),
    "answered": ("Yêu cầu {code} đã được đáp ứng", "Request {code} was answered"),
    "closed": ("Yêu cầu {code} đã đóng", "Request {code} was closed"),
    "accepted": ("Báo giá {code} đã được chấp nhận", "Quotation {code} was accepted"),
    "declined": ("Báo giá {code} bị từ chối", "Quotation {code} was declined"),
}


def move(session: Session, actor: Actor, order_id: UUID, state: str, note: str | None = None) -> None:
    """Bring an order that the actor sees to another state, and tell who took it.

    Raises NotFoundError, or OrderStateError where it cannot go there from where it stands.
    """
    _go(session, actor, _held(session, actor, order_id), state, note)


def answer(session: Session, actor: Actor, order_id: UUID, state: str, note: str | None = None) -> None:
    """Say what became of one's own request or quotation; that takes no right beyond seeing it.

    Raises NotFoundError, ForbiddenError for any other order, or OrderStateError where it cannot go there.
    """
    order = _held(session, actor, order_id)
    if order.kind not in rules.BECOMES or order.owner_id != actor.employee_id:
        raise ForbiddenError(right="order.write")
    _go(session, actor, order, state, note)


def _held(session: Session, actor: Actor, order_id: UUID) -> Order:
    order = queries.locked(session, actor, order_id)
    if order is None:
        raise NotFoundError(kind=KIND, id=str(order_id))
    return order


def _go(session: Session, actor: Actor, order: Order, state: str, note: str | None) -> None:
    possible = queries.next_states(session, order)
    if state not in possible:
        raise OrderStateError(order=order.code, state=order.state, wanted=state, possible=list(possible))
    put(session, actor, order, state, note)
    if state in rules.VOID and order.converted_from_id:
        feed.touch(session, KIND, order.converted_from_id)  # something else may be made of it now


def put(session: Session, actor: Actor, order: Order, state: str, note: str | None) -> None:
    """Bring an order that is held to another state, note that, and tell who took it."""
    moved = OrderMove(
        tenant_id=actor.tenant_id,
        id=new_id(),
        order_id=order.id,
        from_state=order.state,
        to_state=state,
        note=note,
        by_id=actor.employee_id,
        at=clock.now(),
    )
    order.state, order.updated_at = state, moved.at
    session.add(moved)
    session.flush()
    feed.touch(session, KIND, order.id)
    note_changes(session, [order.customer_id], moved.at)
    detail = {"before": {"state": moved.from_state}, "after": {"state": state, "note": note}}
    audit.record(session, actor, "order.move", KIND, order.id, customer_id=order.customer_id, detail=detail)
    _tell(session, actor, order, moved)


def _tell(session: Session, actor: Actor, order: Order, moved: OrderMove) -> None:
    if order.owner_id == actor.employee_id:
        return
    vietnamese, english = (text.format(code=order.code) for text in TITLES[moved.to_state])
    notify(
        session,
        employee_ids=[order.owner_id],
        kind="order_moved",
        title={"vi": vietnamese, "en": english},
        body=moved.note or "",
        link=f"/orders/{order.id}",
        key=f"order_moved/{moved.id}",
    )
