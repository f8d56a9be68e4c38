"""What is wrong with answers, as flags for a reviewer and as pointers for who fills them in. Pure."""

from dataclasses import dataclass
from typing import Any

MISSING = "field_missing"
INVALID = "field_invalid"
UNKNOWN = "field_unknown"
BROKEN = "rule_broken"
DIFFERS = "calculated_differs"
UNCHECKED = "rules_unchecked"
"""The form's rules cost too much for these answers: not all of them were looked at."""


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong: its code, where (field, row, cell), and what the form says about it."""

    code: str
    path: tuple[str, ...]
    message: dict[str, Any] | None = None

    @property
    def flag(self) -> str:
        """Return it as it is kept with a submission: `field_missing:lines/2/product`."""
        return f"{self.code}:{'/'.join(self.path)}" if self.path else self.code

    @property
    def pointer(self) -> str:
        """Return where it is, as a JSON pointer into the submission: `/answers/lines/2/product`."""
        return "/".join(("/answers", *(part.replace("~", "~0").replace("/", "~1") for part in self.path)))
