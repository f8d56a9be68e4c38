"""What can go wrong between a device and the server, sorted by what the device has to do about it."""

from typing import Any

PASSING = frozenset({408, 423, 425, 429})


class UnreachableError(Exception):
    """No answer came: the request may or may not have been taken. Sending the same again is harmless."""


class TryLaterError(Exception):
    """The server asks for patience; `after_s` is the least number of seconds to wait."""

    def __init__(self, after_s: float = 0.0) -> None:
        super().__init__(after_s)
        self.after_s = after_s


class ProblemError(Exception):
    """The server refused: HTTP `status`, the problem document (RFC 9457), and its stable `code`."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.code = str(problem.get("code", f"http_{status}"))
        super().__init__(status, self.code)


class StoppedError(Exception):
    """The device is not let in any more (`code`): it keeps what waits and has to be enrolled again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def passing(status: int) -> bool:
    """Tell whether an HTTP status is one after which the same request is sent again (FAIL-1)."""
    return status in PASSING or status >= 500  # noqa: PLR2004 - the first of the server's own faults
