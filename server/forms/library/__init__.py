"""The forms that Tuyen ships, as versioned data: one JSON document a version, never changed once released.

Documents may be told by what they share (`resolving`); blocks.json holds the fields that several forms ask for. A
block that a released form uses stays as it is; a changed one gets another name.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from server.forms.library.resolving import resolved

FOLDER = Path(__file__).parent


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """Return the shipped form definitions, in the order of their keys and versions."""
    return tuple(resolved(map(_read, FOLDER.glob("*.v*.json")), _read(FOLDER / "blocks.json")))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def choice_lists() -> tuple[dict[str, Any], ...]:
    """Return the lists of choices that an organisation begins with: {key, title, options}."""
    return tuple(_read(FOLDER / "choices.json"))
