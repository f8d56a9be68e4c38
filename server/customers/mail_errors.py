"""What e-mails to customers may be refused for."""

from server.core.errors import DomainError, Problem


class MailNotSetUpError(DomainError):
    """The operator has named no mail server."""

    code = "mail_not_set_up"


class NotAnAddressOfTheCustomerError(DomainError):
    """Neither the customer nor a contact of it has the e-mail address `address`."""

    code = "not_an_address_of_the_customer"


class UnknownMergeFieldError(DomainError):
    """The `part` (subject or text) names the field `name`, which there is not, at `line` and `column`."""

    code = "unknown_merge_field"


class EmailNotFailedError(DomainError):
    """The e-mail is on its way or was sent: nothing is to be sent again."""

    code = "email_not_failed"


class EmailIdTakenError(DomainError):
    """Another e-mail has this id: it says something else, or is to somebody else."""

    code = "email_id_taken"


class TemplateNameTakenError(DomainError):
    """Another template in use is called `name`, letter case and diacritics aside."""

    code = "template_name_taken"


CATALOGUE = {
    MailNotSetUpError.code: Problem(
        409,
        "Chưa có máy chủ gửi thư",
        "No mail server yet",
        "Hệ thống chưa gửi được email. Chưa gửi gì; quản trị hệ thống cần đặt TUYEN_SMTP_URL.",
        "This system cannot send e-mails yet. Nothing was sent; the administrator has to set TUYEN_SMTP_URL.",
    ),
    NotAnAddressOfTheCustomerError.code: Problem(
        422,
        "Không phải địa chỉ của khách hàng",
        "Not an address of the customer",
        "Khách hàng và người liên hệ không có email “{address}”. Chưa gửi gì; hãy thêm email này vào hồ sơ trước.",
        "Neither the customer nor a contact has the e-mail “{address}”. Nothing was sent; add it to the record first.",
    ),
    UnknownMergeFieldError.code: Problem(
        422,
        "Không có trường này",
        "No such field",
        "Dòng {line}, cột {column} có “{name}”, không phải trường điền sẵn. Chưa lưu, chưa gửi gì; hãy sửa chỗ đó.",
        "Line {line}, column {column} has “{name}”, which is no field to fill in. Nothing was saved or sent; correct"
        " it there.",
    ),
    EmailNotFailedError.code: Problem(
        409,
        "Email không bị lỗi",
        "The e-mail did not fail",
        "Email đang được gửi hoặc đã gửi rồi. Không gửi thêm lần nào.",
        "The e-mail is on its way or was sent. It was not sent once more.",
    ),
    EmailIdTakenError.code: Problem(
        409,
        "Email này đã được gửi",
        "This e-mail was sent before",
        "Email trước đó đã được nhận để gửi với nội dung khác. Chưa gửi thêm gì; hãy xem lại danh sách rồi soạn mới.",
        "The e-mail was taken before with other words. Nothing more was sent; look at the list, then write a new one.",
    ),
    TemplateNameTakenError.code: Problem(
        409,
        "Tên mẫu đã có",
        "Template name taken",
        "Đã có mẫu email “{name}”. Chưa lưu gì; hãy đặt tên khác.",
        "There is a template “{name}” already. Nothing was saved; choose another name.",
    ),
}
