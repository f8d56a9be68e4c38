"""What orders may refuse."""

from server.core.errors import Catalogue, DomainError, Problem


class OrderStateError(DomainError):
    """The order `order` stands at `state`, from where it cannot go to `wanted`; `possible` lists where it can."""

    code = "order_state"


class OrderNotConvertibleError(DomainError):
    """Of the order `order`, a `kind` that stands at `state`, no `wanted` can be made."""

    code = "order_not_convertible"


class OrderConvertedError(DomainError):
    """Of the order `order` another was made already: `into`, of the kind `kind`."""

    code = "order_converted"


class QuotationExpiredError(DomainError):
    """The quotation `order` was good until the day `valid_until`."""

    code = "quotation_expired"


class CustomerDiffersError(DomainError):
    """The order `order`, of which another is to be made, is of another customer."""

    code = "customer_differs"


CATALOGUE: Catalogue = {
    CustomerDiffersError.code: Problem(
        409,
        "Không cùng khách hàng",
        "Another customer",
        "{order} là của khách hàng khác. Hãy chọn đúng khách hàng của phiếu đó.",
        "{order} is of another customer. Choose the customer of that one.",
    ),
    OrderNotConvertibleError.code: Problem(
        409,
        "Không lập được từ phiếu này",
        "It cannot be made of this one",
        "{order} đã bị từ chối, đã đóng, hoặc không phải loại có thể lập tiếp. Chưa có gì thay đổi.",
        "{order} was declined or closed, or is of a kind of which nothing else is made. Nothing was changed.",
    ),
    OrderConvertedError.code: Problem(
        409,
        "Đã lập phiếu khác rồi",
        "Another was made of it already",
        "Từ {order} đã lập {into}. Mở {into} để làm tiếp, hoặc huỷ {into} trước khi lập lại.",
        "{into} was made of {order}. Go on with {into}, or cancel it before another is made.",
    ),
    QuotationExpiredError.code: Problem(
        409,
        "Báo giá đã hết hạn",
        "The quotation has expired",
        "Báo giá {order} chỉ có giá trị đến hết ngày {valid_until}. Hãy lập báo giá mới.",
        "The quotation {order} was good until {valid_until}. Make a new one.",
    ),
    OrderStateError.code: Problem(
        409,
        "Không chuyển được trạng thái đơn",
        "The order cannot go there",
        "Đơn {order} đang ở trạng thái “{state}” nên không chuyển sang “{wanted}” được. Chưa có gì thay đổi.",
        "The order {order} stands at “{state}” and cannot go to “{wanted}”. Nothing was changed.",
    ),
}
