"""Between rows of the feed and the flat columns of other clients. Pure.

A row's members and its `fields` become columns side by side. A field that has the name of a column of ours is called
`field_<name>`; a column of the app's own is called `local_<name>` and stays on the phone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

Columns = dict[str, Any]

OF_THE_CLIENT = frozenset({"id", "v", "base", "created_at", "updated_at"})
OF_THE_SERVER = frozenset({"type", "code", "status", "owner_id", "route_ids"})
TAKEN = OF_THE_CLIENT | OF_THE_SERVER
PREFIX = "field_"
LOCAL = "local_"
EMPTY: tuple[Any, ...] = ("", None, [], "[]")
TEXTUAL = frozenset({"text", "longtext", "url", "province", "ward", "phone", "email", "date", "select", "ref"})


def column_of(field: str) -> str:
    """Return the column of a form's field."""
    return PREFIX + field if field in TAKEN else field


def field_of(column: str) -> str:
    """Return the form's field of a column; a column of ours keeps its name."""
    bare = column.removeprefix(PREFIX)
    return bare if bare in TAKEN else column


def flat(data: Mapping[str, Any]) -> Columns:
    """Return the columns of a row's content; only content with named `fields` is spread."""
    fields = data.get("fields")
    if not isinstance(fields, Mapping):
        return dict(data)
    own = {name: value for name, value in data.items() if name != "fields"}
    return {**{column_of(name): value for name, value in fields.items()}, **own}


def cells(columns: Mapping[str, Any]) -> Columns:
    """Return the columns as SQLite can hold them: lists and objects as JSON text."""
    return {name: _cell(value) for name, value in columns.items()}


def _cell(value: Any) -> Any:
    return msgspec.json.encode(value).decode() if isinstance(value, list | Mapping) else value


def travelling(columns: Iterable[str]) -> list[str]:
    """Return the columns that say something to the server, in their order."""
    return [name for name in columns if name and name not in OF_THE_CLIENT and not name.startswith((LOCAL, "_"))]


def answered(columns: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    """Return a form's answers for columns; `types` maps its fields to their types.

    What is neither text nor a number comes as JSON text from clients that hold nothing else; a text that is none stays
    as it is, and the form's rules flag it.
    """
    named = {field_of(column): value for column, value in columns.items()}
    return {name: _read(value, types.get(name, "text")) for name, value in named.items()}


def _read(value: Any, kind: str) -> Any:
    if not isinstance(value, str) or kind in TEXTUAL or value[:1] not in {"[", "{"}:
        return value
    try:
        return msgspec.json.decode(value)
    except (msgspec.DecodeError, RecursionError):
        return value


def stand(wanted: Mapping[str, Any], standing: Mapping[str, Any]) -> bool:
    """Tell whether every wanted column has that value; every kind of empty is the same."""
    return all(_same(value, standing.get(name)) for name, value in wanted.items())


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in EMPTY and other in EMPTY)
