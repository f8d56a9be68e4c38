"""The records that a form's answers name, those in rows of repeats too. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from server.forms.rules.types import UUID_FORM

Answers = Mapping[str, Any]
Named = tuple[str, str]
"""(kind, id as it was sent, spaces taken off)."""


def references(form: Mapping[str, Any], answers: Answers) -> list[Named]:
    """Return what the well-formed answers of `ref` fields name, each once, in the order of the fields."""
    return list(dict.fromkeys(_in_fields(form["fields"], answers)))


def _in_fields(fields: Sequence[Mapping[str, Any]], answers: Answers) -> Iterator[Named]:
    for field in fields:
        answer: Any = answers.get(field["name"])
        if field["type"] == "ref" and _is_id(answer):
            yield field["of"], answer.strip()
        for row in _rows(field, answer):
            yield from _in_fields(field["fields"], row)


def _is_id(answer: Any) -> bool:
    return isinstance(answer, str) and UUID_FORM.fullmatch(answer.strip()) is not None


def _rows(field: Mapping[str, Any], answer: Any) -> list[Answers]:
    if not field.get("fields") or not isinstance(answer, list):
        return []
    return [row for row in answer if isinstance(row, Mapping)]


def redirected(
    fields: Sequence[Mapping[str, Any]], answers: Answers, kind: str, into: Mapping[str, str]
) -> dict[str, Any]:
    """Return the answers with ids of the kind led to what `into` says, those in rows too; ids in small letters."""
    found = dict(answers)
    for field in fields:
        answer: Any = answers.get(field["name"])
        if field["type"] == "ref" and field["of"] == kind and _is_id(answer):
            found[field["name"]] = into.get(answer.strip().lower(), answer)
        elif _rows(field, answer):
            found[field["name"]] = [
                redirected(field["fields"], row, kind, into) if isinstance(row, Mapping) else row for row in answer
            ]
    return found
