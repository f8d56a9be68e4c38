"""Checking the expressions of a definition that is well-shaped: each is compiled, and tried with examples. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from server.forms.expressions import (
    DEEPEST_MACROS,
    SHARED_FUNCTIONS,
    BadExpressionError,
    Expression,
    Failure,
    Scope,
    as_variable,
    compiled,
)
from server.forms.rules.faults import Fault, fault
from server.forms.rules.plan import GIVEN, Plan, planned

Document = Mapping[str, Any]
CONDITIONS = frozenset({"show_if", "required_if", "check"})
UNCALCULABLE = frozenset({"repeat", "attributes", "media", "gps", "button"})
MOMENT = "2026-11-21T08:30:00+07:00"
ID = "01920000-0000-7000-8000-000000000001"
SLOW_PATTERN = re.compile(r"[*+}]\)*[*+{]|\([^()]*[*+{][^()]*\)[*+{]")
"""A repetition of what repeats: phones' engines may take for ever over it."""
_EXAMPLES: Mapping[str, Any] = {
    "date": "2026-11-21",
    "datetime": MOMENT,
    "time_window": {"from": "08:00", "to": "17:30"},
    "stepper": 1,
    "money": 1,
    "number": 1.5,
    "percent": 1.5,
    "phone": "0903123456",
    "email": "a@b.vn",
    "url": "https://b.vn",
    "gps": {"lat": 16.5, "lon": 108.5},
    "media": [ID],
    "ref": ID,
    "refs": [ID],
    "bool": True,
    "attributes": {},
    "button": None,
}


def faults(definition: Document) -> list[Fault]:
    """Return what is wrong with the expressions of a definition that is otherwise right."""
    plan = planned(definition["fields"])
    around = {"today": MOMENT[:10], "now": MOMENT, "record": {}}
    return list(_of_level(definition["fields"], plan, "/fields", around))


def _of_level(fields: list[Document], plan: Plan, pointer: str, around: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _of_loop(fields, plan, pointer)
    variables = {**around, **{field["name"]: _example(field) for field in fields}}
    for place, (field, own) in enumerate(zip(fields, plan.fields, strict=True)):
        at = f"{pointer}/{place}"
        if "calculate" in field and field["type"] in UNCALCULABLE:
            yield fault(f"{at}/calculate", "not_calculable")
        for where, source in _sources(field):
            yield from _of_expression(f"{at}/{where}", source, variables)
        if own.cells:
            yield from _of_level(field["fields"], own.cells, f"{at}/fields", variables)


def _sources(field: Document) -> Iterator[tuple[str, Any]]:
    """Yield (place in the field, text) of every expression."""
    for name in ("show_if", "required_if", "calculate"):
        if field.get(name) is not None:
            yield name, field[name]
    for place, rule in enumerate(field.get("constraints") or ()):
        yield f"constraints/{place}/check", rule["check"]
    default = field.get("default")
    if isinstance(default, Mapping) and "expr" in default:
        yield "default/expr", default["expr"]


def _example(field: Document) -> Any:
    kind = field["type"]
    if kind == "repeat":
        return [{"id": "1", **{cell["name"]: _example(cell) for cell in field["fields"]}}]
    if kind in ("select", "multi"):
        value = (field.get("options") or [{"value": "a"}])[0]["value"]
        return [value] if kind == "multi" else value
    example = _EXAMPLES.get(kind, "a")
    return example if kind in ("number", "percent", "gps") else as_variable(example)


def _of_loop(fields: list[Document], plan: Plan, pointer: str) -> Iterator[Fault]:
    ring = plan.loop()
    if ring:
        place = next(at for at, field in enumerate(fields) if field["name"] == ring[0])
        reckoned = "calculate" if "calculate" in fields[place] else "show_if"
        where = reckoned if reckoned in fields[place] else "fields"
        yield fault(f"{pointer}/{place}/{where}", "loop", name=" → ".join(ring))


def _of_expression(pointer: str, source: Any, variables: Mapping[str, Any]) -> Iterator[Fault]:
    if not isinstance(source, str):
        yield fault(pointer, "expression_syntax")
        return
    try:
        expression = compiled(source)
    except BadExpressionError as error:
        yield fault(pointer, "expression_syntax", name=_first_line(str(error)))
        return
    unknown = sorted(expression.names - variables.keys() - GIVEN)
    foreign = sorted(expression.calls - SHARED_FUNCTIONS)
    for code, names in (("expression_name", unknown), ("expression_function", foreign)):
        if names:
            yield fault(pointer, code, name=", ".join(name.lstrip(".") for name in names))
    if expression.macros > DEEPEST_MACROS or expression.builds > 1:
        yield fault(pointer, "too_deep")
    slow = [pattern for pattern in expression.patterns if not _sound(pattern)]
    if slow:
        yield fault(pointer, "bad_pattern", name=slow[0] or "…")
    if not unknown and not foreign and not slow:
        yield from _tried(pointer, expression, variables)


def _sound(pattern: str | None) -> bool:
    """Tell whether a pattern is one that both sides read, and read fast."""
    if pattern is None or SLOW_PATTERN.search(pattern):
        return False
    tried = Scope({"x", "p"}, {"x": "a", "p": pattern}).attempt(compiled("x.matches(p)"))
    return not isinstance(tried, Failure)


def _tried(pointer: str, expression: Expression, variables: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what fails with an answer in every field: types that do not go together, cells that are not there."""
    given = Scope(expression.names, variables).attempt(expression)
    if isinstance(given, Failure):
        if given.kind == "KeyError" and "record" not in expression.names:
            yield fault(pointer, "expression_name", name=given.reason.strip("'"))
        elif given.kind in ("TypeError", "RuntimeError", "ValueError"):
            yield fault(pointer, "expression_type", name=_first_line(given.reason))
    elif pointer.rpartition("/")[2] in CONDITIONS and not isinstance(given, bool):
        yield fault(pointer, "not_a_condition")


def _first_line(text: str) -> str:
    return text.splitlines()[0].split(". ")[0][:200] if text else ""
