"""What tasks, tickets, notes, tags and update sets may refuse."""

from server.core.errors import Catalogue, DomainError, Problem


class ResponsibleUnknownError(DomainError):
    """Nobody in service has the id `employee_id`."""

    code = "responsible_unknown"


class NotYourTaskError(DomainError):
    """The task is somebody else's: the actor sees it because he sees its customer."""

    code = "not_your_task"


class TagNameTakenError(DomainError):
    """Another tag in use is called `name`, letter case and diacritics aside."""

    code = "tag_name_taken"


class UpdateSetNameTakenError(DomainError):
    """Another update set in use is called `name`, letter case and diacritics aside."""

    code = "update_set_name_taken"


class NotYourNoteError(DomainError):
    """Somebody else wrote the note."""

    code = "not_your_note"


CATALOGUE: Catalogue = {
    ResponsibleUnknownError.code: Problem(
        422,
        "Không có nhân viên này",
        "No such employee",
        "Người phụ trách phải là nhân viên đang làm việc. Chưa lưu gì; hãy chọn người khác.",
        "Whoever is responsible must be an employee in service. Nothing was saved; choose somebody else.",
    ),
    NotYourTaskError.code: Problem(
        403,
        "Công việc của người khác",
        "Somebody else's task",
        "Bạn xem được công việc này vì xem được khách hàng, nhưng chỉ người giao, người phụ trách và quản lý của họ "
        "mới sửa hoặc xoá được. Chưa thay đổi gì.",
        "You see this task because you see its customer; only who gave it, who is responsible and their managers may "
        "change or delete it. Nothing was changed.",
    ),
    TagNameTakenError.code: Problem(
        409,
        "Thẻ đã có",
        "The tag exists",
        "Đã có thẻ “{name}”. Chưa lưu gì; hãy đặt tên khác.",
        "There is a tag “{name}” already. Nothing was saved; choose another name.",
    ),
    UpdateSetNameTakenError.code: Problem(
        409,
        "Bộ chỉ dẫn đã có",
        "The update set exists",
        "Đã có bộ chỉ dẫn “{name}”. Chưa lưu gì; hãy đặt tên khác.",
        "There is an update set “{name}” already. Nothing was saved; choose another name.",
    ),
    NotYourNoteError.code: Problem(
        403,
        "Ghi chú của người khác",
        "Somebody else's note",
        "Chỉ người viết mới sửa hoặc xoá được ghi chú. Chưa thay đổi gì.",
        "Only its writer may change or delete a note. Nothing was changed.",
    ),
}
