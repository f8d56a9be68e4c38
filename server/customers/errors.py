"""What customers, pools, sets and shares may refuse."""

from server.core.errors import DomainError, Problem


class NotYoursToShareError(DomainError):
    """Somebody shares customers whose owner is neither he nor a person below him; `ids` names them."""

    code = "not_yours_to_share"


class NotYoursToChangeError(DomainError):
    """The asker sees the customer by a share to view alone."""

    code = "not_yours_to_change"


class PoolNameTakenError(DomainError):
    """Another pool in use has the name `name`."""

    code = "pool_name_taken"


class ReceiverUnknownError(DomainError):
    """The person has left or the team is not in use."""

    code = "receiver_unknown"


class NotYoursToAssignError(DomainError):
    """The new owner or the pool is outside of what the asker manages."""

    code = "not_yours_to_assign"


class TooManyRowsError(DomainError):
    """An export of more than `limit` rows."""

    code = "too_many_rows"


CATALOGUE = {
    "not_yours_to_share": Problem(
        403,
        "Không chia sẻ được",
        "Cannot be shared",
        "Chỉ người phụ trách hoặc quản lý của họ mới được chia sẻ khách hàng. Chưa có gì thay đổi.",
        "Only the owner or somebody above him may share a customer. Nothing was changed.",
    ),
    "not_yours_to_change": Problem(
        403,
        "Chỉ được xem khách hàng này",
        "You may only look at this customer",
        "Khách hàng được chia sẻ cho bạn để xem. Chưa có gì thay đổi; hãy nhờ người phụ trách hoặc quản lý của họ.",
        "The customer is shared with you to view. Nothing was changed; ask the owner or somebody above him.",
    ),
    "pool_name_taken": Problem(
        409,
        "Tên kho đã có",
        "Pool name taken",
        "Đã có kho tên “{name}”. Hãy chọn tên khác.",
        "There is a pool named “{name}” already. Choose another name.",
    ),
    "receiver_unknown": Problem(
        422,
        "Không có người nhận",
        "No such receiver",
        "Người nhận đã nghỉ hoặc đội không còn dùng. Chưa có gì thay đổi.",
        "The person has left or the team is not in use. Nothing was changed.",
    ),
    "not_yours_to_assign": Problem(
        403,
        "Không giao được",
        "Cannot be assigned",
        "Người phụ trách mới hoặc kho nằm ngoài phạm vi bạn quản lý. Chưa có gì thay đổi.",
        "The new owner or the pool is outside of what you manage. Nothing was changed.",
    ),
    "too_many_rows": Problem(
        413,
        "Quá nhiều dòng",
        "Too many rows",
        "Danh sách có hơn {limit} khách hàng. Chưa xuất gì; hãy lọc bớt rồi xuất lại.",
        "The list has more than {limit} customers. Nothing was exported; narrow it and try again.",
    ),
}
