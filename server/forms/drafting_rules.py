"""What keeps a draft from being published, as far as the organisation's other data is concerned. Pure.

What is wrong with a definition by itself (its shape, its expressions, its references) the rules of forms tell.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Definition = Mapping[str, Any]
Field = Mapping[str, Any]
OWN = "custom."
NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Fault:
    """Why a draft cannot be published: the place (JSON pointer into the definition), a code, and words."""

    pointer: str
    code: str
    vi: str
    en: str


@dataclass(frozen=True)
class Known:
    """What a definition may speak of.

    `lists` are the keys of choice lists, `types` maps (kind of record, field) to the type that it has everywhere,
    `verbs` are the rights that there are; `shipped` is the newest version that Tuyen ships of the form, if any.
    """

    lists: Collection[str] = ()
    types: Mapping[tuple[str, str], str] = field(default_factory=dict)
    verbs: Collection[str] = ()
    shipped: Definition | None = None


def shape(definition: Definition) -> list[Fault]:
    """Return what is wrong with the bare shape of a definition: where there is any, nothing else can be told."""
    fields = definition.get("fields")
    if not isinstance(definition.get("title"), Mapping):
        return [Fault("/title", "no_title", "Biểu mẫu chưa có tên.", "The form has no title.")]
    if not isinstance(fields, list) or not fields:
        return [Fault("/fields", "no_fields", "Biểu mẫu chưa có trường nào.", "The form has no fields.")]
    return list(_unshaped(fields, "/fields"))


def _unshaped(fields: Sequence[Any], pointer: str) -> Iterator[Fault]:
    for place, one in enumerate(fields):
        at = f"{pointer}/{place}"
        if not isinstance(one, Mapping) or not isinstance(one.get("label"), Mapping):
            yield Fault(at, "no_label", "Trường chưa có nhãn.", "The field has no label.")
        elif not isinstance(one.get("name"), str) or not NAME.fullmatch(one["name"]):
            yield Fault(f"{at}/name", "bad_name", "Tên trường chỉ gồm a-z, 0-9, _.", "A name is made of a-z, 0-9, _.")
        elif not isinstance(one.get("type"), str):
            yield Fault(f"{at}/type", "no_type", "Trường chưa có kiểu.", "The field has no type.")
        elif not isinstance(one.get("fields", []), list):
            yield Fault(f"{at}/fields", "no_fields", "Nhóm lặp chưa có trường.", "The group has no fields.")
        else:
            yield from _unshaped(one.get("fields", []), f"{at}/fields")


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
    kind = (definition.get("record") or {}).get("kind")
    for pointer, one in _places(definition["fields"], "/fields"):
        asked = one.get("options_from")
        if asked is not None and asked not in known.lists:
            yield Fault(
                f"{pointer}/options_from", "unknown_list", f"Không có danh mục {asked}.", f"There is no list {asked}."
            )
    for place, one in enumerate(definition["fields"] if kind else ()):
        had = known.types.get((kind, one["name"]))
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


def _places(fields: Sequence[Field], pointer: str) -> Iterator[tuple[str, Field]]:
    for place, one in enumerate(fields):
        yield f"{pointer}/{place}", one
        yield from _places(one.get("fields", ()), f"{pointer}/{place}/fields")


def next_version(published: Collection[int]) -> int:
    """Return the number of the version that comes after those that are out."""
    return max(published, default=0) + 1


def own_key(name: str, taken: Collection[str]) -> str:
    """Return a key for a new form of the organisation: `custom.<name>`, with a number where that is taken."""
    slug = "_".join("".join(each if each.isascii() and each.isalnum() else " " for each in name.lower()).split())
    base = f"{OWN}{slug[:60] or 'form'}"
    numbered = (base if number == 1 else f"{base}_{number}" for number in range(1, len(taken) + 2))
    return next(key for key in numbered if key not in taken)
