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


CATALOGUE = {
    "comment_needed": Problem(
        422,
        "Cần ghi lý do",
        "A reason is needed",
        "Khi gửi trả hoặc từ chối, hãy viết cho nhân viên biết cần sửa gì. Chưa có gì thay đổi.",
        "When you send back or reject, tell the rep what to mend. Nothing was changed.",
    ),
    "own_submission": Problem(
        403,
        "Không tự duyệt",
        "Not your own",
        "Bài gửi của chính bạn cần người khác duyệt. Chưa có gì thay đổi.",
        "Somebody else has to review what you sent. Nothing was changed.",
    ),
}
