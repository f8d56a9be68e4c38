"""What accounts may refuse."""

from server.core.errors import DomainError, Problem


class BadCredentialsError(DomainError):
    """The login is unknown or the password is wrong; which of the two is not told."""

    code = "bad_credentials"


class LoginTakenError(DomainError):
    """Another account already signs in with `login`."""

    code = "login_taken"


class ManagerCycleError(DomainError):
    """The new manager is the employee himself or stands below him."""

    code = "manager_cycle"


CATALOGUE = {
    "bad_credentials": Problem(
        401,
        "Đăng nhập chưa được",
        "Could not sign in",
        "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra và thử lại.",
        "The login or the password is not right. Check them and try again.",
    ),
    "login_taken": Problem(
        409,
        "Tên đăng nhập đã có",
        "Login taken",
        "“{login}” đã được dùng. Hãy chọn tên khác.",
        "“{login}” is in use already. Choose another one.",
    ),
    "manager_cycle": Problem(
        409,
        "Vòng lặp quản lý",
        "Manager cycle",
        "Người quản lý mới đang ở dưới nhân viên này. Chưa có gì thay đổi.",
        "The new manager stands below this employee. Nothing was changed.",
    ),
}
