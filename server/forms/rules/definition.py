"""Checking a definition before it is published: whatever is wrong is said with its place. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.forms.rules import definition_expressions as expressions
from server.forms.rules.faults import Fault, fault
from server.forms.rules.plan import GIVEN
from server.forms.rules.types import TESTS, well_typed

Document = Mapping[str, Any]
MOST_FIELDS = 300
DEEPEST_REPEAT = 2
KEY = re.compile(r"[a-z0-9_]+([.][a-z0-9_]+)*")
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
PREFILL = re.compile(r"[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)+")
WORDS_OF_CEL = frozenset(
    {
        *("true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if"),
        *("import", "let", "loop", "package", "namespace", "return", "var", "void", "while"),
    }
)
CHOICES = frozenset({"select", "multi"})
REFERENCES = frozenset({"ref", "refs"})
MERGES = frozenset({"lww", "manual", "set", "rows", "server", "immutable", "max", "min", "counter"})
ACTIONS = frozenset({"finish_exit", "finish_new"})
BUTTONS = frozenset({"call_sim", "call_pbx", "compute_total", "add"})
PARENTS: Mapping[str, frozenset[str]] = {
    "district": frozenset({"province"}),
    "ward": frozenset({"province", "district"}),
    "select": CHOICES,
    "multi": CHOICES,
    "attributes": frozenset({"ref"}),
}
"""Which types may narrow a field of a type; any may where nothing is said."""


@dataclass(frozen=True)
class _Known:
    kinds: Collection[str]
    lists: Collection[str]


def faults(definition: Any, known_kinds: Collection[str], known_lists: Collection[str]) -> list[Fault]:
    """Return why a definition cannot be published, in the order of places; nothing when it can.

    `known_kinds` are the kinds that references may point to, `known_lists` the keys of choice lists. Any JSON is taken.
    Expressions are looked at once the rest is right.
    """
    if not isinstance(definition, Mapping):
        return [fault("", "not_an_object")]
    found = [
        *_of_form(definition),
        *_of_fields(definition.get("fields"), "/fields", {}, 0, _Known(known_kinds, known_lists)),
    ]
    return found or expressions.faults(definition)


def _of_form(form: Document) -> Iterator[Fault]:
    if not _matches(KEY, form.get("key")):
        yield fault("/key", "bad_value")
    yield from _text(form, "title", "", needed=True)
    for name in ("purpose", "help_text"):
        yield from _text(form, name, "")
    for name in ("module", "help_url", "icon", "right"):
        if not isinstance(form.get(name), str | None) or (name == "module" and not form.get(name)):
            yield fault(f"/{name}", "bad_value")
    record = form.get("record")
    if record is not None and not _is_record(record):
        yield fault("/record", "bad_value")
    if not _some_of(form.get("actions"), ACTIONS) or not form.get("actions"):
        yield fault("/actions", "bad_value")
    if not _some_of(form.get("notify", []), {"owner", "manager"}):
        yield fault("/notify", "bad_value")


def _is_record(record: Any) -> bool:
    if not isinstance(record, Mapping):
        return False
    return isinstance(record.get("kind"), str) and isinstance(record.get("edits_only", False), bool)


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_one(value: Any, known: Collection[str]) -> bool:
    return isinstance(value, str) and value in known


def _some_of(value: Any, known: Collection[str]) -> bool:
    return isinstance(value, list) and all(_is_one(one, known) for one in value)


def _text(owner: Document, name: str, pointer: str, *, needed: bool = False) -> Iterator[Fault]:
    """Yield a fault where a text is not there in both languages."""
    text = owner.get(name)
    if text is None and not needed:
        return
    words = [text.get(language) for language in ("vi", "en")] if isinstance(text, Mapping) else [None]
    if not all(isinstance(word, str) and word.strip() for word in words):
        yield fault(f"{pointer}/{name}", "two_languages")


def _of_fields(fields: Any, pointer: str, around: Mapping[str, Document], depth: int, known: _Known) -> Iterator[Fault]:
    """Yield the faults of fields; `around` are those of the form that a repeat's cells stand in."""
    if not isinstance(fields, list) or not fields:
        yield fault(pointer, "no_fields")
        return
    if len(fields) > MOST_FIELDS:
        yield fault(pointer, "too_many_fields", limit=MOST_FIELDS)
        return
    yield from _of_names(fields, pointer, taken={"id"} if depth else set())
    beside = {**around, **{one["name"]: one for one in fields if _named(one)}}
    for place, field in enumerate(fields):
        if isinstance(field, Mapping):
            yield from _of_field(field, f"{pointer}/{place}", beside, depth, known)


def _named(field: Any) -> bool:
    return isinstance(field, Mapping) and isinstance(field.get("name"), str)


def _of_names(fields: Sequence[Any], pointer: str, taken: set[str]) -> Iterator[Fault]:
    for place, field in enumerate(fields):
        if not isinstance(field, Mapping):
            yield fault(f"{pointer}/{place}", "not_an_object")
            continue
        name = field.get("name")
        if not _matches(NAME, name) or name in WORDS_OF_CEL or name in GIVEN:
            yield fault(f"{pointer}/{place}/name", "bad_name")
        elif name in taken:
            yield fault(f"{pointer}/{place}/name", "duplicate_name", name=name)
        else:
            taken.add(str(name))


def _of_field(
    field: Document, pointer: str, beside: Mapping[str, Document], depth: int, known: _Known
) -> Iterator[Fault]:
    yield from _text(field, "label", pointer, needed=True)
    for name in ("help", "add_label", "item_label"):
        yield from _text(field, name, pointer)
    kind = field.get("type")
    if not _is_one(kind, TESTS):
        yield fault(f"{pointer}/type", "unknown_type", name=kind)
        return
    yield from _of_settings(field, pointer)
    yield from _of_choices(field, pointer, beside, known)
    yield from _of_parent(field, pointer, beside)
    yield from _of_sources(field, pointer, beside, known)
    if kind == "repeat" and depth >= DEEPEST_REPEAT:
        yield fault(pointer, "repeat_in_repeat")
    elif kind == "repeat":
        yield from _of_fields(field.get("fields"), f"{pointer}/fields", beside, depth + 1, known)
    elif field.get("fields"):
        yield fault(f"{pointer}/fields", "bad_value")
    yield from _of_default(field, pointer)


def _of_settings(field: Document, pointer: str) -> Iterator[Fault]:
    """Yield the faults of properties that every field may have."""
    for name in ("required", "voice"):
        if not isinstance(field.get(name, False), bool):
            yield fault(f"{pointer}/{name}", "bad_value")
    bounds = [field.get("min"), field.get("max")]
    for name, bound in zip(("min", "max"), bounds, strict=True):
        if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int)):
            yield fault(f"{pointer}/{name}", "bad_value")
    if all(isinstance(bound, int) for bound in bounds) and bounds[0] > bounds[1]:  # type: ignore[operator]
        yield fault(f"{pointer}/min", "bounds")
    if not _is_one(field.get("merge", "lww"), MERGES):
        yield fault(f"{pointer}/merge", "bad_value")
    if field["type"] == "button" and not _is_one(field.get("action"), BUTTONS):
        yield fault(f"{pointer}/action", "bad_value")
    rules = field.get("constraints") or []
    for place, rule in enumerate(rules if isinstance(rules, list) else [None]):
        if isinstance(rule, Mapping) and isinstance(rule.get("check"), str):
            yield from _text(rule, "message", f"{pointer}/constraints/{place}", needed=True)
        else:
            yield fault(f"{pointer}/constraints/{place}", "bad_value")


def _of_choices(field: Document, pointer: str, beside: Mapping[str, Document], known: _Known) -> Iterator[Fault]:
    if field["type"] not in CHOICES:
        return
    options, key = field.get("options"), field.get("options_from")
    if key is not None:
        if options:
            yield fault(f"{pointer}/options", "options_twice")
        if not _is_one(key, known.lists):
            yield fault(f"{pointer}/options_from", "unknown_list", name=key)
    elif not isinstance(options, list) or not options:
        yield fault(f"{pointer}/options", "no_options")
    else:
        yield from _of_options(options, f"{pointer}/options", beside.get(str(field.get("parent"))))


def _of_options(options: Sequence[Any], pointer: str, above: Document | None) -> Iterator[Fault]:
    offered = (above or {}).get("options")
    values = [one.get("value") for one in offered if isinstance(one, Mapping)] if isinstance(offered, list) else None
    parents = None if values is None else [value for value in values if isinstance(value, str)]
    seen: set[str] = set()
    for place, option in enumerate(options):
        at, value = f"{pointer}/{place}", option.get("value") if isinstance(option, Mapping) else None
        if not isinstance(value, str) or not value:
            yield fault(at, "bad_value")
            continue
        if value in seen:
            yield fault(f"{at}/value", "duplicate_option", name=value)
        seen.add(value)
        yield from _text(option, "label", at, needed=True)
        parent = option.get("parent")
        if parent is not None and parents is not None and not _is_one(parent, parents):
            yield fault(f"{at}/parent", "parent_option", name=parent)


def _of_parent(field: Document, pointer: str, beside: Mapping[str, Document]) -> Iterator[Fault]:
    name, kind = field.get("parent"), field["type"]
    if name is None:
        if kind == "attributes":
            yield fault(f"{pointer}/parent", "unknown_parent")
        return
    above = beside.get(name) if isinstance(name, str) else None
    if above is None or above is field:
        yield fault(f"{pointer}/parent", "unknown_parent", name=name)
    elif not _is_one(above.get("type"), PARENTS.get(kind, TESTS)):
        yield fault(f"{pointer}/parent", "wrong_parent", name=name)


def _of_sources(field: Document, pointer: str, beside: Mapping[str, Document], known: _Known) -> Iterator[Fault]:
    """Yield the faults of what a field reads from records: the kind, which of them, and what is filled in from one."""
    if field["type"] in REFERENCES and not _is_one(field.get("of"), known.kinds):
        yield fault(f"{pointer}/of", "unknown_kind", name=field.get("of"))
    where = field.get("where")
    plain = isinstance(where, Mapping) and all(isinstance(one, str | int | float | None) for one in where.values())
    if where is not None and not plain:
        yield fault(f"{pointer}/where", "bad_value")
    prefill = field.get("prefill")
    if prefill is None:
        return
    source = prefill.partition(".")[0] if _matches(PREFILL, prefill) else ""
    if beside.get(source, {}).get("type") != "ref":
        yield fault(f"{pointer}/prefill", "bad_prefill", name=source)


def _of_default(field: Document, pointer: str) -> Iterator[Fault]:
    default = field.get("default")
    if default is None or (isinstance(default, Mapping) and isinstance(default.get("expr"), str)):
        return
    options = field.get("options")
    sound = [one for one in options if isinstance(one, Mapping) and "value" in one] if isinstance(options, list) else []
    if field["type"] == "repeat" or not well_typed({**field, "options": sound}, default):
        yield fault(f"{pointer}/default", "bad_default")
