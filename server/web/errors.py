"""Refusals of the plumbing itself, and the texts of what any area may refuse."""

from server.core.errors import DomainError, Problem


class UnauthenticatedError(DomainError):
    """No credential, or one that proves nothing (any more)."""

    code = "unauthenticated"


class CrossSiteError(DomainError):
    """An unsafe request with a cookie that does not come from our own pages."""

    code = "cross_site"


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
