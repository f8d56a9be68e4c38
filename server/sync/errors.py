"""What sync may refuse. Whole requests only: a single operation is answered, not refused."""

from server.core.errors import DomainError, Problem


class OpGapError(DomainError):
    """An operation before the offered ones is missing; `expected` is its number."""

    code = "op_gap"


class CursorResetError(DomainError):
    """The cursor cannot be read on: the phone pulls from the start, keeping what it has not sent. `reason` says why."""

    code = "cursor_reset"


class AppTooOldError(DomainError):
    """The app is older than `least_app_version`: it hands in its work and reads nothing more."""

    code = "app_too_old"


class NotAPhoneError(DomainError):
    """Only an enrolled phone can push and pull."""

    code = "not_a_phone"


class AlreadySettledError(DomainError):
    """Somebody settled the conflict before."""

    code = "already_settled"


class MovedOnError(DomainError):
    """The field was changed since the conflict was looked at: settling it so would write over a value unseen."""

    code = "moved_on"


class AlreadyDecidedError(DomainError):
    """Somebody released or dismissed the quarantined operation before."""

    code = "already_decided"


class StillRefusedError(DomainError):
    """The quarantined operation cannot be applied like this either: `code_now` and `reason` say why."""

    code = "still_refused"


CATALOGUE = {
    "op_gap": Problem(
        409,
        "Thiếu bài trước đó",
        "An earlier operation is missing",
        "Máy chủ đang chờ thao tác số {expected}. Chưa nhận gì trong gói này; hãy gửi lại từ số đó.",
        "The server waits for operation {expected}. Nothing of this batch was taken; send again from there.",
    ),
    "cursor_reset": Problem(
        409,
        "Cần tải lại từ đầu",
        "Start again",
        "Điểm đánh dấu không còn dùng được ({reason}). Bài chưa gửi vẫn giữ nguyên; hãy tải lại dữ liệu từ đầu.",
        "The cursor is no longer good ({reason}). What was not sent stays; pull from the start.",
    ),
    "app_too_old": Problem(
        426,
        "Ứng dụng đã quá cũ",
        "The app is too old",
        "Cần bản {least_app_version} trở lên để tải dữ liệu mới. Bài chưa gửi vẫn giữ và vẫn gửi được; hãy cập nhật.",
        "Version {least_app_version} is needed to read. What was not sent stays and is still taken; please update.",
    ),
    "not_a_phone": Problem(
        403,
        "Chỉ dành cho điện thoại",
        "For phones only",
        "Đồng bộ cần một điện thoại đã đăng ký.",
        "Sync needs an enrolled phone.",
    ),
    "already_settled": Problem(
        409,
        "Xung đột đã được xử lý",
        "Settled already",
        "Người khác đã xử lý xung đột này. Giá trị hiện tại được giữ nguyên.",
        "Somebody has settled this conflict. The present value stands.",
    ),
    "moved_on": Problem(
        409,
        "Giá trị đã thay đổi",
        "The value has changed",
        "Sau khi bạn mở, ô này đã có giá trị mới. Chưa ghi gì; hãy xem giá trị hiện tại rồi chọn lại.",
        "The field has a newer value than you saw. Nothing was written; look at the present value and choose again.",
    ),
    "already_decided": Problem(
        409,
        "Mục này đã được xử lý",
        "Decided already",
        "Người khác đã nhận lại hoặc bỏ qua mục này. Chưa có gì thay đổi thêm.",
        "Somebody has released or dismissed this. Nothing more was changed.",
    ),
    "still_refused": Problem(
        409,
        "Vẫn chưa nhận được",
        "It still cannot be applied",
        "Lý do: {reason_vi}. Nội dung gốc vẫn được giữ nguyên; hãy sửa tiếp rồi thử lại.",
        "Why: {reason_en}. What was sent is kept as it was; mend it and try again.",
    ),
}
