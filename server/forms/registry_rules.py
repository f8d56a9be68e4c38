"""Which fields records have, as their forms tell. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from server.forms.policy_rules import merged_fields

Field = Mapping[str, Any]
IN_LISTS = frozenset({"full_name", "phone", "address_province", "address_ward"})


def of_forms(forms: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Field]:
    """Return the fields that forms write into records, by (kind of record, name); the last form that asks tells."""
    return {(form["record"]["kind"], field["name"]): field for form in forms for field in merged_fields(form)}


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
