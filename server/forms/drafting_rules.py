"""What keeps a draft from being published, as far as the organisation's other data is concerned. Pure.

What is wrong with a definition by itself (its shape, its expressions, its references) the rules of forms tell.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.forms.rules.faults import Fault

Definition = Mapping[str, Any]
Field = Mapping[str, Any]
OWN = "custom."


@dataclass(frozen=True)
class Known:
    """What a definition may speak of.

    `types` maps (kind of record, field) to the type that it has everywhere,
    `verbs` are the rights that there are; `shipped` is the newest version that Tuyen ships of the form, if any.
    """

    types: Mapping[tuple[str, str], str] = field(default_factory=dict)
    verbs: Collection[str] = ()
    shipped: Definition | None = None


def clashes(definition: Definition, known: Known) -> list[Fault]:
    """Return the faults of a well-shaped definition against what else the organisation has, in the order of places."""
    return [*_of_the_form(definition, known), *_of_fields(definition, known), *_missing(definition, known)]


def _of_the_form(definition: Definition, known: Known) -> Iterator[Fault]:
    right = definition.get("right")
    if right is not None and right not in known.verbs:
        yield Fault("/right", "unknown_right", f"Không có quyền {right}.", f"There is no right {right}.")
    if definition["key"].startswith(OWN) and definition.get("record") is not None:
        yield Fault(
            "/record", "record_not_allowed", "Biểu mẫu tự lập không tạo hồ sơ.", "A form of one's own makes no record."
        )


def _of_fields(definition: Definition, known: Known) -> Iterator[Fault]:
    kind = str((definition.get("record") or {}).get("kind") or "")
    for place, one in enumerate(definition["fields"] if kind else ()):
        had = known.types.get((kind, str(one["name"])))
        if had not in (None, one["type"]):
            name = one["name"]
            yield Fault(
                f"/fields/{place}/type",
                "type_taken",
                f"Trường {name} đã có kiểu {had}; hãy đặt tên khác cho trường mới.",
                f"The field {name} has the type {had} already; give the new field another name.",
            )


def _missing(definition: Definition, known: Known) -> Iterator[Fault]:
    """Yield what Tuyen's own version asks for in any case: what comes of the form is made of it."""
    kept = {one["name"]: one for one in definition["fields"]}
    for needed in (known.shipped or {}).get("fields", ()):
        if needed.get("required") and needed["type"] != kept.get(needed["name"], {}).get("type"):
            name, label = needed["name"], needed["label"]
            yield Fault(
                "/fields",
                "needed_field",
                f"Thiếu trường “{label['vi']}” ({name}) mà biểu mẫu này cần.",
                f"The field “{label['en']}” ({name}), which this form needs, is missing.",
            )


def next_version(published: Collection[int]) -> int:
    """Return the number of the version that comes after those that are out."""
    return max(published, default=0) + 1


def own_key(name: str, taken: Collection[str]) -> str:
    """Return a key for a new form of the organisation: `custom.<name>`, with a number where that is taken."""
    slug = "_".join("".join(each if each.isascii() and each.isalnum() else " " for each in name.lower()).split())
    base = f"{OWN}{slug[:60] or 'form'}"
    numbered = (base if number == 1 else f"{base}_{number}" for number in range(1, len(taken) + 2))
    return next(key for key in numbered if key not in taken)
