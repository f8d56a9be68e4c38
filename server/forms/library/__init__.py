"""The forms that Tuyen ships, as versioned data: one JSON document a version, never changed once released."""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """Return the shipped form definitions, in the order of their keys and versions."""
    folder = Path(__file__).parent
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    return tuple(sorted(documents, key=lambda document: (document["key"], document["version"])))
