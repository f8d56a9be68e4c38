"""Moving orders from state to state."""

from uuid import UUID

from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.customers.service import note_changes
from server.notifications.service import notify
from server.orders import queries, rules
from server.orders.errors import OrderStateError
from server.orders.models import Order, OrderMove
from server.orders.service.taking import KIND

TITLES = {
    "sent": ("Đơn {code} đã gửi", "Order {code} was sent"),
    "approved": ("Đơn {code} đã duyệt", "Order {code} was approved"),
    "delivering": ("Đơn {code} đang giao", "Order {code} is on its way"),
    "done": ("Đơn {code} đã hoàn tất", "Order {code} is done"),
    "cancelled": ("Đơn {code} đã huỷ", "Order {code} was cancelled"),
    "returned": ("Đơn {code} đã trả hàng", "Order {code} was returned"),
}


def move(session: Session, actor: Actor, order_id: UUID, state: str, note: str | None = None) -> None:
    """Bring an order that the actor sees to another state, and tell who took it.

    Raises NotFoundError, or OrderStateError where it cannot go there from where it stands.
    """
    order = queries.locked(session, actor, order_id)
    if order is None:
        raise NotFoundError(kind=KIND, id=str(order_id))
    before = order.state
    if state not in rules.NEXT[before]:
        possible = list(rules.NEXT[before])
        raise OrderStateError(order=order.code, state=before, wanted=state, possible=possible)
    moved = OrderMove(
        tenant_id=actor.tenant_id,
        id=new_id(),
        order_id=order.id,
        from_state=before,
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
    detail = {"before": {"state": before}, "after": {"state": state, "note": note}}
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
