"""What accounts may refuse of phones."""

from server.core.errors import DomainError, Problem


class CodeUnknownError(DomainError):
    """There is no such enrolment code."""

    code = "code_unknown"


class CodeUsedError(DomainError):
    """A phone was enrolled with this code already."""

    code = "code_used"


class CodeExpiredError(DomainError):
    """The enrolment code's time is over, or it was taken back."""

    code = "code_expired"


class CodeSpentError(DomainError):
    """The enrolment code was tried in vain too often."""

    code = "code_spent"


class CodeNeededError(DomainError):
    """The person has a second factor, so a password alone enrols no phone."""

    code = "code_needed"


class AccountMissingError(DomainError):
    """The employee has no account to enrol a phone for."""

    code = "account_missing"


class TooManyPhonesError(DomainError):
    """The employee has as many phones as one may have; `phones` names them."""

    code = "too_many_phones"


class KeyRefusedError(DomainError):
    """The public key is none on P-256, or the proof was not made with its other half."""

    code = "key_refused"


class RefreshReusedError(DomainError):
    """A refresh token came back after its successor's successor: its storage was copied, the family is over."""

    code = "refresh_reused"
    commits = True


class DevicePendingError(DomainError):
    """A supervisor has not confirmed the phone yet."""

    code = "device_pending"


class DeviceDrainedError(DomainError):
    """The phone may hand in what it kept and reads nothing."""

    code = "device_drained"


class DeviceRevokedError(DomainError):
    """The phone was taken out of service."""

    code = "device_revoked"


class DeviceWipedError(DomainError):
    """The phone is to erase what it holds."""

    code = "device_wiped"


class DeviceStateError(DomainError):
    """A phone in `state` cannot be put into `wanted`."""

    code = "device_state"


class MatchCodeError(DomainError):
    """The six digits are not those of the phone that asks to be confirmed."""

    code = "match_code_differs"


CATALOGUE = {
    "code_unknown": Problem(
        404,
        "Không có mã này",
        "No such code",
        "Mã đăng ký không đúng. Chưa có gì thay đổi; hãy quét hoặc gõ lại mã mà quản lý đưa.",
        "The enrolment code is not right. Nothing was changed; scan or type the code of your supervisor again.",
    ),
    "code_used": Problem(
        409,
        "Mã đã được dùng",
        "Code used",
        "Một điện thoại khác đã đăng ký bằng mã này. Nếu không phải bạn, hãy báo quản lý ngay và xin mã mới.",
        "Another phone was enrolled with this code. If that was not you tell your supervisor now; ask for a new code.",
    ),
    "code_expired": Problem(
        410,
        "Mã đã hết hạn",
        "Code expired",
        "Mã đăng ký đã hết hạn hoặc bị thu hồi. Chưa có gì thay đổi; hãy xin quản lý mã mới.",
        "The enrolment code has expired or was taken back. Nothing was changed; ask your supervisor for a new one.",
    ),
    "code_spent": Problem(
        410,
        "Mã bị khoá vì thử sai nhiều lần",
        "Code locked after too many tries",
        "Mã này đã bị thử sai quá nhiều lần. Chưa có gì thay đổi; hãy xin quản lý mã mới.",
        "This code was tried in vain too often. Nothing was changed; ask your supervisor for a new one.",
    ),
    "code_needed": Problem(
        403,
        "Cần mã đăng ký",
        "An enrolment code is needed",
        "Tài khoản này dùng xác thực hai lớp nên không đăng ký điện thoại bằng mật khẩu. Hãy xin quản lý mã QR.",
        "This account has a second factor, so a password enrols no phone. Ask your supervisor for a QR code.",
    ),
    "account_missing": Problem(
        409,
        "Nhân viên chưa có tài khoản",
        "No account yet",
        "Nhân viên này chưa có tài khoản. Chưa tạo mã; hãy mời người đó trước.",
        "This employee has no account yet. No code was made; invite the person first.",
    ),
    "too_many_phones": Problem(
        409,
        "Đã đủ số điện thoại",
        "As many phones as allowed",
        "Người này đang dùng {most} điện thoại: {phones}. Chưa thêm máy nào; hãy ngừng một máy cũ rồi thử lại.",
        "This person uses {most} phones: {phones}. None was added; end an older one first, then try again.",
    ),
    "key_refused": Problem(
        422,
        "Khoá của điện thoại không hợp lệ",
        "The phone's key was refused",
        "Điện thoại không chứng minh được khoá của mình. Chưa có gì thay đổi; hãy mở lại ứng dụng và thử lại.",
        "The phone could not prove its key. Nothing was changed; open the app again and try once more.",
    ),
    "refresh_reused": Problem(
        401,
        "Phiên của máy này đã được dùng ở nơi khác",
        "This phone's session was used elsewhere",
        "Dữ liệu của máy có dấu hiệu bị sao chép nên máy chỉ còn được nộp bài. Bài chưa gửi vẫn giữ; hãy gặp quản lý.",
        "This phone's storage seems copied, so it may only hand in. What was not sent is kept; see your supervisor.",
    ),
    "device_pending": Problem(
        403,
        "Chờ quản lý xác nhận",
        "Waiting for your supervisor",
        "Điện thoại này chưa được xác nhận. Hãy đọc mã 6 số trên máy cho quản lý.",
        "This phone is not confirmed yet. Read its six digits to your supervisor.",
    ),
    "device_drained": Problem(
        403,
        "Máy chỉ còn được nộp bài",
        "This phone may only hand in",
        "Máy đã bị khoá. Bài chưa gửi vẫn được nhận và giữ cho quản lý xem; máy không tải dữ liệu về nữa.",
        "The phone is locked. What was not sent is still taken and kept for review; nothing is sent to the phone.",
    ),
    "device_revoked": Problem(
        401,
        "Máy đã ngừng sử dụng",
        "Phone out of service",
        "Máy này không còn được dùng. Bài chưa gửi vẫn nằm trên máy; hãy gặp quản lý để đăng ký lại.",
        "This phone is out of service. What was not sent is still on it; see your supervisor to enrol it again.",
    ),
    "device_wiped": Problem(
        401,
        "Máy phải xoá dữ liệu",
        "The phone must erase its data",
        "Quản lý đã yêu cầu xoá dữ liệu trên máy này.",
        "It was ordered that this phone erases its data.",
    ),
    "device_state": Problem(
        409,
        "Không chuyển trạng thái được",
        "Not from this state",
        "Điện thoại đang ở trạng thái “{state}” nên không chuyển sang “{wanted}” được. Chưa có gì thay đổi.",
        "The phone is “{state}” and cannot become “{wanted}”. Nothing was changed.",
    ),
    "match_code_differs": Problem(
        409,
        "Mã 6 số không khớp",
        "The six digits differ",
        "Mã này không phải của điện thoại đang chờ. Chưa xác nhận; hãy so lại, nếu vẫn khác thì từ chối máy này.",
        "These are not the digits of the phone that waits. It was not confirmed; compare again, else turn it away.",
    ),
}
