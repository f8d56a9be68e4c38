"""What forms may refuse."""

from server.core.errors import DomainError, Problem


class UnknownFormError(DomainError):
    """No version `version` of the form `form` was ever published."""

    code = "unknown_form"


class IdReuseError(DomainError):
    """Another submission with other content has this id; both are kept."""

    code = "id_reuse"


class CommentNeededError(DomainError):
    """A submission is sent back or rejected without saying why."""

    code = "comment_needed"


class OwnSubmissionError(DomainError):
    """Nobody reviews what he sent himself."""

    code = "own_submission"


class FieldExistsError(DomainError):
    """Records of the kind `scope` have a field `name` already."""

    code = "field_exists"


class FormExistsError(DomainError):
    """There is a form `key` already, published or as a draft."""

    code = "form_exists"


class FormFaultyError(DomainError):
    """A draft cannot be published: `errors` lists its faults, each with a JSON pointer and both languages."""

    code = "form_faulty"


class NotWithdrawnError(DomainError):
    """The form `key` is shipped: only forms of one's own are withdrawn."""

    code = "form_shipped"


class AnswersInvalidError(DomainError):
    """What was filled in at the console breaks rules of the form: `errors` lists them with JSON pointers."""

    code = "answers_invalid"


class NotToReviseError(DomainError):
    """The submission to be corrected is another person's, of another form, approved, or corrected already."""

    code = "not_to_revise"


CATALOGUE = {
    "answers_invalid": Problem(
        422,
        "Biểu mẫu chưa điền đúng",
        "The form is not filled in right",
        "Chưa có gì được gửi. Hãy sửa những ô được nêu rồi gửi lại.",
        "Nothing was handed in. Mend the fields named, then hand it in again.",
    ),
    "bad_reference": Problem(
        422,
        "Không thấy hồ sơ được chọn",
        "The record is not there",
        "Biểu mẫu nhắc tới một hồ sơ không có. Chưa có gì được gửi; hãy chọn lại.",
        "The form names a record that is not there. Nothing was handed in; choose again.",
    ),
    "id_reuse": Problem(
        409,
        "Mã bài gửi đã dùng",
        "The id is taken",
        "Đã có bài gửi khác với mã này. Bài gửi trước vẫn còn; hãy mở biểu mẫu mới.",
        "Another submission has this id. It is kept; open a new form.",
    ),
    "comment_needed": Problem(
        422,
        "Cần ghi lý do",
        "A reason is needed",
        "Khi gửi trả hoặc từ chối, hãy viết cho nhân viên biết cần sửa gì. Chưa có gì thay đổi.",
        "When you send back or reject, tell the rep what to mend. Nothing was changed.",
    ),
    "field_exists": Problem(
        409,
        "Trường đã có",
        "The field exists",
        "Đã có trường tên {name}. Chưa có gì thay đổi; hãy chọn tên khác hoặc dùng trường đã có.",
        "There is a field {name} already. Nothing was changed; choose another name or use that field.",
    ),
    "form_exists": Problem(
        409,
        "Biểu mẫu đã có",
        "The form exists",
        "Đã có biểu mẫu {key}. Chưa có gì thay đổi; hãy đặt tên khác.",
        "There is a form {key} already. Nothing was changed; choose another name.",
    ),
    "form_faulty": Problem(
        422,
        "Biểu mẫu còn lỗi",
        "The form has faults",
        "Bản nháp vẫn được giữ và chưa phát hành. Hãy sửa những chỗ được nêu rồi phát hành lại.",
        "The draft is kept and was not published. Mend the places named, then publish again.",
    ),
    "form_shipped": Problem(
        409,
        "Biểu mẫu có sẵn",
        "The form is shipped",
        "Chỉ thu hồi được biểu mẫu tự tạo. Chưa có gì thay đổi.",
        "Only forms of your own can be withdrawn. Nothing was changed.",
    ),
    "not_to_revise": Problem(
        409,
        "Không sửa được bài gửi này",
        "This submission cannot be corrected",
        "Chỉ sửa được bài gửi của chính mình, cùng biểu mẫu, chưa được duyệt và chưa được sửa. Chưa có gì thay đổi.",
        "One corrects a submission of one's own, in the same form, not approved, not corrected yet. Nothing changed.",
    ),
    "own_submission": Problem(
        403,
        "Không tự duyệt",
        "Not your own",
        "Bài gửi của chính bạn cần người khác duyệt. Chưa có gì thay đổi.",
        "Somebody else has to review what you sent. Nothing was changed.",
    ),
}
