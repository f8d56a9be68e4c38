"""What orders may refuse."""

from server.core.errors import Catalogue, DomainError, Problem


class OrderStateError(DomainError):
    """The order `order` stands at `state`, from where it cannot go to `wanted`; `possible` lists where it can."""

    code = "order_state"


CATALOGUE: Catalogue = {
    OrderStateError.code: Problem(
        409,
        "Không chuyển được trạng thái đơn",
        "The order cannot go there",
        "Đơn {order} đang ở trạng thái “{state}” nên không chuyển sang “{wanted}” được. Chưa có gì thay đổi.",
        "The order {order} stands at “{state}” and cannot go to “{wanted}”. Nothing was changed.",
    ),
}
