"""Errors of the domain: a stable code and details, no status and no prose.

`server.web.problems` turns a code into an RFC 9457 problem with texts in Vietnamese and English.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Problem:
    """How a code is told to a person: HTTP status, and title and detail in both languages.

    Texts are format strings over the error's details, for example `"{holder} giữ tuyến này"`.
    """

    status: int
    vi_title: str
    en_title: str
    vi_detail: str
    en_detail: str


Catalogue = dict[str, Problem]


class DomainError(Exception):
    """A refusal that the caller can understand; subclasses set `code`, instances carry JSON-able `details`.

    `commits` says that what was written before the refusal stays: that a proof was tried and is used up.
    """

    code: ClassVar[str] = "refused"
    commits: ClassVar[bool] = False

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details = details


class NotFoundError(DomainError):
    """The thing does not exist, or the asker may not know that it does."""

    code = "not_found"


class ForbiddenError(DomainError):
    """The asker lacks the function right named in `right`."""

    code = "forbidden"


class InvalidInputError(DomainError):
    """Input that cannot be taken; `pointer` is a JSON pointer (RFC 6901) to the place, `reason` a short word."""

    code = "invalid_input"
