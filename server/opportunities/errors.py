"""What opportunities may refuse."""

from server.core.errors import Catalogue, DomainError, Problem


class StepUnknownError(DomainError):
    """The step is none of the opportunity's process."""

    code = "step_unknown"


CATALOGUE: Catalogue = {
    StepUnknownError.code: Problem(
        422,
        "Không có bước này",
        "No such step",
        "Bước được chọn không thuộc quy trình của cơ hội. Chưa có gì thay đổi; hãy chọn một bước khác.",
        "The step is none of the opportunity's process. Nothing was changed; choose another step.",
    ),
}
