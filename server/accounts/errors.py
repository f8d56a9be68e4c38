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


class CannotGrantError(DomainError):
    """Nobody hands on a right that he lacks; `verbs` names them."""

    code = "cannot_grant"


class OutrankedError(DomainError):
    """The other person holds rights that the asker lacks; `verbs` names them."""

    code = "outranked"


class LastAdministratorError(DomainError):
    """Nobody would be left who may grant rights and can sign in."""

    code = "last_administrator"


class NameTakenError(DomainError):
    """Another one is called `name` already."""

    code = "name_taken"


class CodeTakenError(DomainError):
    """Another employee has the number `employee_code`."""

    code = "code_taken"


class InUseError(DomainError):
    """So many `people` are still in what was to be archived."""

    code = "in_use"


class ArchivedError(DomainError):
    """What is named is not in use any more: a title, a manager who has left."""

    code = "archived"


class ExtensionTakenError(DomainError):
    """Somebody else dials from the extension `number`."""

    code = "extension_taken"


class ExtensionHeldError(DomainError):
    """The employee `name` has the extension `number` already."""

    code = "extension_held"


class ExtensionLengthError(DomainError):
    """The other extensions in use have `length` digits, and an exchange has all of one length."""

    code = "extension_length"


class HasReportsError(DomainError):
    """So many `reports` would be left without a manager."""

    code = "has_reports"


class InvitationSpentError(DomainError):
    """The link was used, renewed, withdrawn, or is too old."""

    code = "invitation_spent"


class WorkbookRefusedError(DomainError):
    """The file is no list of employees that can be read; `reason` is a short word."""

    code = "workbook_refused"


class ImportRefusedError(DomainError):
    """Some rows cannot be taken, so none was; `rows` says which and why."""

    code = "import_refused"


class WeakPasswordError(DomainError):
    """A new password that is too easy to guess; `reason` is short, simple or name."""

    code = "weak_password"


class BadSecondFactorError(DomainError):
    """The second factor is wrong, was used before, or is none of the account's."""

    code = "bad_second_factor"
    commits = True


class SecondFactorNeededError(DomainError):
    """A password where the account has a second factor to show."""

    code = "second_factor_needed"


class FactorStandsError(DomainError):
    """The account has a code app already."""

    code = "factor_stands"


class PasskeyRefusedError(DomainError):
    """What the browser made is no passkey for this server, or not for the challenge of this session."""

    code = "passkey_refused"
    commits = True


class SsoRefusedError(DomainError):
    """The other system did not prove who somebody is, or proved somebody whom nobody here has linked."""

    code = "sso_refused"


class SsoUnreachableError(DomainError):
    """The other system does not answer as OpenID Connect asks, or lies where we do not go."""

    code = "sso_unreachable"


CATALOGUE = {
    "bad_credentials": Problem(
        401,
        "Đăng nhập chưa được",
        "Could not sign in",
        "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra và thử lại.",
        "The login or the password is not right. Check them and try again.",
    ),
    "weak_password": Problem(
        422,
        "Mật khẩu quá dễ đoán",
        "Password too easy to guess",
        "Mật khẩu cũ vẫn còn. Hãy chọn mật khẩu từ 10 ký tự, không phải tên hay chuỗi dễ đoán.",
        "The old password stays. Choose one of at least 10 characters that is neither a name nor a plain row.",
    ),
    "bad_second_factor": Problem(
        401,
        "Mã xác nhận chưa đúng",
        "The second factor is not right",
        "Mã sai, đã dùng rồi hoặc đã hết hạn. Hãy đợi mã mới rồi thử lại.",
        "It is wrong, was used before, or has run out. Wait for a new one and try again.",
    ),
    "second_factor_needed": Problem(
        401,
        "Cần yếu tố thứ hai",
        "Second factor needed",
        "Tài khoản này có bảo vệ hai lớp. Hãy dùng mã hoặc khoá truy cập thay cho mật khẩu.",
        "This account has a second factor. Use a code or a passkey instead of the password.",
    ),
    "factor_stands": Problem(
        409,
        "Đã có ứng dụng tạo mã",
        "There is a code app already",
        "Ứng dụng đang dùng vẫn còn hiệu lực. Hãy gỡ nó trước khi cài ứng dụng khác.",
        "The one in use stays. Remove it before you set up another one.",
    ),
    "passkey_refused": Problem(
        422,
        "Không nhận được khoá truy cập",
        "Passkey not taken",
        "Trình duyệt gửi khoá không khớp với yêu cầu này hoặc đã hết hạn. Chưa có gì thay đổi; hãy thử lại.",
        "What the browser sent does not fit this request or came too late. Nothing was changed; try again.",
    ),
    "sso_refused": Problem(
        403,
        "Chưa đăng nhập được qua hệ thống kia",
        "Single sign-on refused",
        "Không xác nhận được bạn là ai. Hãy đăng nhập bằng mật khẩu, rồi liên kết trong trang Tài khoản.",
        "It was not proved who you are. Sign in with your password, then link the other sign-in on the account page.",
    ),
    "sso_unreachable": Problem(
        502,
        "Hệ thống đăng nhập không trả lời",
        "The other system does not answer",
        "Chưa có gì thay đổi. Hãy kiểm tra địa chỉ của hệ thống đó hoặc đăng nhập bằng mật khẩu.",
        "Nothing was changed. Check that system's address, or sign in with your password.",
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
    "cannot_grant": Problem(
        403,
        "Không thể trao quyền mình không có",
        "Cannot grant what one lacks",
        "Bạn chưa có các quyền: {names_vi}. Chưa có gì thay đổi; hãy nhờ người có các quyền này.",
        "You lack these rights: {names_en}. Nothing was changed; ask somebody who holds them.",
    ),
    "outranked": Problem(
        403,
        "Người này có quyền cao hơn",
        "This person holds more rights",
        "Người này có các quyền mà bạn không có: {names_vi}. Chưa có gì thay đổi; hãy nhờ người có các quyền này.",
        "This person holds rights that you lack: {names_en}. Nothing was changed; ask somebody who holds them.",
    ),
    "last_administrator": Problem(
        409,
        "Cần ít nhất một người phân quyền",
        "Somebody must be able to grant rights",
        "Sau thay đổi này sẽ không còn ai phân quyền được. Chưa có gì thay đổi; hãy trao quyền cho người khác trước.",
        "After this nobody could grant rights any more. Nothing was changed; give the right to somebody else first.",
    ),
    "name_taken": Problem(
        409,
        "Tên đã có",
        "Name taken",
        "Đã có “{name}”. Chưa lưu gì; hãy đặt tên khác.",
        "There is a “{name}” already. Nothing was saved; choose another name.",
    ),
    "code_taken": Problem(
        409,
        "Mã nhân viên đã có",
        "Employee code taken",
        "Mã “{employee_code}” là của nhân viên khác. Chưa lưu gì; hãy kiểm tra lại mã.",
        "“{employee_code}” is another employee's code. Nothing was saved; check the code.",
    ),
    "in_use": Problem(
        409,
        "Vẫn còn người",
        "Still in use",
        "Vẫn còn {people} người ở đây. Chưa có gì thay đổi; hãy chuyển họ sang nơi khác trước.",
        "{people} people are still in it. Nothing was changed; move them elsewhere first.",
    ),
    "archived": Problem(
        409,
        "Không còn dùng",
        "Not in use any more",
        "“{name}” không còn dùng. Chưa có gì thay đổi; hãy chọn mục khác.",
        "“{name}” is not in use any more. Nothing was changed; choose another one.",
    ),
    "extension_taken": Problem(
        409,
        "Máy lẻ đã có người dùng",
        "Extension taken",
        "Máy lẻ {number} đang có người dùng. Chưa lưu gì; hãy chọn số khác hoặc ngừng máy lẻ đó trước.",
        "Extension {number} is in use. Nothing was saved; choose another one, or stop that one first.",
    ),
    "extension_held": Problem(
        409,
        "Nhân viên đã có máy lẻ",
        "Has an extension already",
        "{name} đang dùng máy lẻ {number}. Chưa lưu gì; hãy sửa hoặc ngừng máy lẻ đó.",
        "{name} has extension {number}. Nothing was saved; change or stop that one.",
    ),
    "extension_length": Problem(
        409,
        "Độ dài máy lẻ khác nhau",
        "Extensions of different lengths",
        "Các máy lẻ đang dùng có {length} chữ số và phải dài bằng nhau. Chưa lưu gì; hãy nhập số có {length} chữ số, "
        "hoặc ngừng mọi máy lẻ khác trước khi đổi độ dài.",
        "The extensions in use have {length} digits, and all have the same length. Nothing was saved; type one of "
        "{length} digits, or stop all the others before you change the length.",
    ),
    "has_reports": Problem(
        409,
        "Còn nhân viên dưới quyền",
        "People still report to this person",
        "{reports} người đang dưới quyền trực tiếp và không có quản lý cấp trên nhận. Hãy chọn người nhận họ.",
        "{reports} people report to this person, and nobody stands above. Choose who takes them over.",
    ),
    "invitation_spent": Problem(
        404,
        "Lời mời không còn dùng được",
        "The invitation is no longer good",
        "Đường dẫn đã được dùng, đã thay bằng đường dẫn mới hoặc quá 7 ngày. Hãy xin người quản lý lời mời khác.",
        "The link was used, replaced by a newer one, or is older than 7 days. Ask your manager for another one.",
    ),
    "workbook_refused": Problem(
        422,
        "Không đọc được bảng tính",
        "The workbook cannot be read",
        "Tệp không phải danh sách nhân viên dạng .xlsx hoặc quá lớn ({reason}). Chưa lưu gì; hãy dùng tệp mẫu.",
        "The file is no .xlsx list of employees, or it is too large ({reason}). Nothing was saved; use the template.",
    ),
    "import_refused": Problem(
        422,
        "Danh sách còn lỗi",
        "Some rows cannot be taken",
        "Một số dòng còn lỗi nên chưa lưu dòng nào. Hãy sửa các dòng được nêu rồi nhập lại.",
        "Some rows cannot be taken, so nothing was saved. Mend the rows named and import again.",
    ),
}
