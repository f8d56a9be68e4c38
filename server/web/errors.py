"""Refusals of the plumbing itself, and the texts of what any area may refuse."""

from server.core.errors import DomainError, Problem


class UnauthenticatedError(DomainError):
    """No credential, or one that proves nothing (any more)."""

    code = "unauthenticated"


class CrossSiteError(DomainError):
    """An unsafe request with a cookie that does not come from our own pages."""

    code = "cross_site"


class ConsoleOnlyError(DomainError):
    """A phone asked for what is done at the console only."""

    code = "console_only"


class PhoneOnlyError(DomainError):
    """The console asked for what only phones do."""

    code = "phone_only"


class StepUpRequiredError(DomainError):
    """The last proof of the person is older than `minutes`."""

    code = "step_up_required"


class RateLimitedError(DomainError):
    """Too many tries of `kind`; the next is taken in `retry_after_s` seconds."""

    code = "rate_limited"


class ForgedError(DomainError):
    """An unsafe request with a cookie and without the token of its session."""

    code = "csrf"


class TooLargeError(DomainError):
    """A body above `limit` bytes, compressed or inflated."""

    code = "body_too_large"


CATALOGUE = {
    "unauthenticated": Problem(
        401,
        "Cần đăng nhập",
        "Sign-in needed",
        "Phiên làm việc đã hết hoặc chưa bắt đầu. Dữ liệu chưa gửi vẫn nằm trên máy của bạn; hãy đăng nhập lại.",
        "The session has ended or has not begun. What was not sent is still on your device; sign in again.",
    ),
    "forbidden": Problem(
        403,
        "Không có quyền",
        "Not allowed",
        "Thao tác này cần quyền “{right}”. Chưa có gì thay đổi; hãy hỏi quản lý của bạn.",
        "This needs the right “{right}”. Nothing was changed; ask your manager.",
    ),
    "cross_site": Problem(
        403,
        "Yêu cầu từ trang khác",
        "Request from another site",
        "Yêu cầu không đến từ trang Tuyen nên bị từ chối. Chưa có gì thay đổi.",
        "The request did not come from Tuyen's own pages and was refused. Nothing was changed.",
    ),
    "console_only": Problem(
        403,
        "Chỉ làm được trên máy tính",
        "Console only",
        "Việc này chỉ làm được trên trang quản lý, không làm được từ điện thoại. Chưa có gì thay đổi.",
        "This is done at the console, not from a phone. Nothing was changed.",
    ),
    "phone_only": Problem(
        403,
        "Chỉ dành cho điện thoại",
        "Phones only",
        "Việc này chỉ điện thoại đã cấp mới làm được. Chưa có gì thay đổi.",
        "Only an enrolled phone does this. Nothing was changed.",
    ),
    "step_up_required": Problem(
        403,
        "Cần xác nhận lại",
        "Confirm it is you",
        "Đã quá {minutes} phút từ lần xác nhận gần nhất. Chưa có gì thay đổi; hãy xác nhận lại rồi làm tiếp.",
        "The last proof is older than {minutes} minutes. Nothing was changed; confirm that it is you and go on.",
    ),
    "rate_limited": Problem(
        429,
        "Thử quá nhiều lần",
        "Too many tries",
        "Đã thử quá nhiều lần. Chưa có gì thay đổi; hãy đợi {retry_after_s} giây rồi thử lại.",
        "There were too many tries. Nothing was changed; wait {retry_after_s} seconds and try again.",
    ),
    "csrf": Problem(
        403,
        "Trang đã cũ",
        "The page is out of date",
        "Yêu cầu thiếu mã của phiên làm việc. Chưa có gì thay đổi; hãy tải lại trang rồi làm lại.",
        "The request lacks the token of its session. Nothing was changed; load the page again and repeat it.",
    ),
    "not_found": Problem(
        404,
        "Không tìm thấy",
        "Not found",
        "Mục này không tồn tại hoặc bạn không được xem.",
        "This does not exist, or you may not see it.",
    ),
    "invalid_input": Problem(
        422,
        "Dữ liệu chưa đúng",
        "Input not valid",
        "Chưa lưu gì. Hãy sửa các chỗ được nêu rồi gửi lại.",
        "Nothing was saved. Mend the places named and send again.",
    ),
    "body_too_large": Problem(
        413,
        "Gói dữ liệu quá lớn",
        "Body too large",
        "Gói lớn hơn {limit} byte. Chưa nhận gì; hãy chia đôi rồi gửi lại.",
        "The body is above {limit} bytes. Nothing was taken; halve it and send again.",
    ),
    "unavailable": Problem(
        503,
        "Máy chủ tạm thời chưa phục vụ được",
        "Temporarily unavailable",
        "Cơ sở dữ liệu chưa trả lời. Chưa nhận gì; dữ liệu trên máy bạn vẫn còn và sẽ được gửi lại.",
        "The database does not answer. Nothing was taken; what is on your device stays there and is sent again.",
    ),
    "internal": Problem(
        500,
        "Lỗi của hệ thống",
        "A fault of ours",
        "Chưa lưu gì. Hãy thử lại; nếu vẫn lỗi, báo mã {request_id} cho quản trị.",
        "Nothing was saved. Try again; if it stays, tell the administrator the id {request_id}.",
    ),
}
