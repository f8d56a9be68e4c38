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


class LooksAlikeError(DomainError):
    """A customer of this name with this telephone number or e-mail address is there; `duplicates` names the visible."""

    code = "looks_alike"


class GroupNameTakenError(DomainError):
    """Another group has the name `name`."""

    code = "group_name_taken"


class FilterNameTakenError(DomainError):
    """Another filter of one's own has the name `name`."""

    code = "filter_name_taken"


class MergedAwayError(DomainError):
    """The customer `id` was merged into `into`."""

    code = "merged_away"


class SameCustomerError(DomainError):
    """A customer is to be merged into itself."""

    code = "same_customer"


class AlreadyUndoneError(DomainError):
    """The merge was taken back before."""

    code = "already_undone"


class MergedFurtherError(DomainError):
    """The customer that stands after a merge was merged into a third one since."""

    code = "merged_further"


class NotForwardError(DomainError):
    """The state `status` does not lead to the one asked for; `ids` are the customers that are in it."""

    code = "not_forward"


class FileNotUploadedError(DomainError):
    """The file `id` is not there yet, or somebody else sent it."""

    code = "file_not_uploaded"


class TooManyFilesError(DomainError):
    """A customer has `limit` files already."""

    code = "too_many_files"


class NoFormerAddressError(DomainError):
    """The customer's address is written in the units of today: nothing is to be confirmed."""

    code = "no_former_address"


class NotASuccessorError(DomainError):
    """The ward took in no part of the former one; `candidates` did."""

    code = "not_a_successor"


CATALOGUE = {
    "looks_alike": Problem(
        409,
        "Khách hàng đã có",
        "This customer is there already",
        "Đã có khách hàng trùng tên và số điện thoại hoặc email. Chưa lưu gì; hãy mở khách hàng đó, hoặc sửa lại.",
        "There is a customer of this name with this telephone number or e-mail. Nothing was saved; open it, or change"
        " what you entered.",
    ),
    "group_name_taken": Problem(
        409,
        "Tên nhóm đã có",
        "Group name taken",
        "Đã có nhóm tên “{name}”. Hãy chọn tên khác.",
        "There is a group named “{name}” already. Choose another name.",
    ),
    "filter_name_taken": Problem(
        409,
        "Tên bộ lọc đã có",
        "Filter name taken",
        "Bạn đã có bộ lọc tên “{name}”. Hãy chọn tên khác.",
        "You have a filter named “{name}” already. Choose another name.",
    ),
    "merged_away": Problem(
        409,
        "Khách hàng đã được gộp",
        "The customer was merged",
        "Khách hàng này đã được gộp vào khách hàng khác. Chưa có gì thay đổi; hãy mở khách hàng còn lại.",
        "This customer was merged into another. Nothing was changed; open the one that stands.",
    ),
    "same_customer": Problem(
        422,
        "Cùng một khách hàng",
        "One and the same customer",
        "Không thể gộp một khách hàng với chính nó. Hãy chọn hai khách hàng khác nhau.",
        "A customer cannot be merged into itself. Choose two.",
    ),
    "already_undone": Problem(
        409,
        "Đã tách lại",
        "Already taken back",
        "Lần gộp này đã được tách lại trước đó. Không có gì thay đổi.",
        "This merge was taken back before. Nothing was changed.",
    ),
    "merged_further": Problem(
        409,
        "Khách hàng đã được gộp tiếp",
        "Merged further since",
        "Khách hàng còn lại đã được gộp tiếp vào khách hàng khác. Hãy tách lần gộp sau trước.",
        "The customer that stood was merged into a third one since. Take that merge back first.",
    ),
    "not_forward": Problem(
        409,
        "Không chuyển trạng thái được",
        "The state does not lead there",
        "Trạng thái chỉ đi tới: Lead, Tiềm năng, Khách hàng. Chưa có gì thay đổi.",
        "States only go forward: lead, potential, customer. Nothing was changed.",
    ),
    "file_not_uploaded": Problem(
        422,
        "Chưa có tệp",
        "The file is not there",
        "Tệp chưa tải lên xong hoặc do người khác gửi. Hãy tải lên rồi thử lại.",
        "The file has not arrived, or somebody else sent it. Upload it and try again.",
    ),
    "too_many_files": Problem(
        409,
        "Quá nhiều tệp",
        "Too many files",
        "Khách hàng đã có {limit} tệp. Hãy bỏ bớt tệp cũ.",
        "The customer has {limit} files already. Remove some that are old.",
    ),
    "no_former_address": Problem(
        409,
        "Không cần xác nhận",
        "Nothing to confirm",
        "Địa chỉ này đã theo đơn vị hành chính mới. Không có gì thay đổi.",
        "The address is written in the units of today. Nothing was changed.",
    ),
    "not_a_successor": Problem(
        422,
        "Phường/xã không phù hợp",
        "Not a part of the former ward",
        "Phường/xã này không nhận phần nào của phường/xã cũ. Hãy chọn trong danh sách gợi ý.",
        "This ward took in no part of the former one. Choose one of those offered.",
    ),
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
