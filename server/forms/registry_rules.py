"""Which fields records have, as their forms tell. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from server.forms.policy_rules import merged_fields

Field = Mapping[str, Any]
IN_LISTS = frozenset({"full_name", "phone", "address_province", "address_ward"})


def of_forms(forms: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Field]:
    """Return the fields that forms write into records, by (kind of record, name); the last form that asks tells."""
    return {(form["record"]["kind"], field["name"]): field for form in forms for field in merged_fields(form)}


def differing(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """Return the fields whose answers differ between a submission and the one that it corrects; none without that."""
    if before is None:
        return []
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def described(field: Field) -> dict[str, Any]:
    """Return what the registry keeps of a form's field, beside its scope and name."""
    return {
        "type": field["type"],
        "label": field["label"],
        "options": field.get("options", []),
        "options_from": field.get("options_from"),
        "refers_to": field.get("of"),
        "required": field.get("required", False),
    }
