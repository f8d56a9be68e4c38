"""A definition made ready for checking: expressions compiled, fields in the order to reckon them in. Pure."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from server.forms.expressions import BadExpressionError, Expression, compiled

Definition = Mapping[str, Any]
KEPT = 512
GIVEN = frozenset({"today", "now", "record"})
"""Variables that every form has besides its fields."""


@dataclass(frozen=True)
class FieldPlan:
    """A field with its expressions; those that do not compile are left out. `cells` is the plan of a repeat's rows."""

    field: Mapping[str, Any]
    name: str
    kind: str
    show_if: Expression | None
    required_if: Expression | None
    calculate: Expression | None
    constraints: tuple[Expression | None, ...]
    cells: "Plan | None"

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """Return its own expressions, without those of its cells."""
        own = (self.show_if, self.required_if, self.calculate, *self.constraints)
        return tuple(one for one in own if one is not None)

    @cached_property
    def ruled(self) -> bool:
        """Tell whether a well-typed answer may still break a rule."""
        return not self.field.keys().isdisjoint({"min", "max", "parent", "constraints", "options_from"})

    @cached_property
    def needs(self) -> frozenset[str]:
        """Return the variables that have to be known before its own answer is: a repeat's cells count."""
        reckoning = [one.names for one in (self.show_if, self.calculate) if one]
        if self.cells:
            own = frozenset(field.name for field in self.cells.fields)
            reckoning += [field.needs - own for field in self.cells.fields]
        return frozenset().union(*reckoning)


@dataclass(frozen=True)
class Plan:
    """The fields of a form, or the cells of a repeat, as they stand."""

    fields: tuple[FieldPlan, ...]

    @cached_property
    def by_name(self) -> dict[str, FieldPlan]:
        """Return the fields by name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def names(self) -> frozenset[str]:
        """Return every variable that some expression reads, those of cells too."""
        own = [one.names for field in self.fields for one in field.expressions]
        return frozenset().union(*own, *(field.cells.names for field in self.fields if field.cells))

    @cached_property
    def has_expressions(self) -> bool:
        """Tell whether anything is to be evaluated."""
        return any(f.expressions or (f.cells is not None and f.cells.has_expressions) for f in self.fields)

    @cached_property
    def lists(self) -> frozenset[str]:
        """Return the keys of the choice lists that fields choose from, those of cells too."""
        own = frozenset(f.field["options_from"] for f in self.fields if "options_from" in f.field)
        return own.union(*(f.cells.lists for f in self.fields if f.cells))

    @cached_property
    def order(self) -> tuple[FieldPlan, ...]:
        """Return the fields so that each comes after those that it needs; those of a loop as they stand."""
        done: dict[str, FieldPlan] = {}
        for field in self.fields:
            self._visit(field, done, ())
        return tuple(done.values())

    def _visit(self, field: FieldPlan, done: dict[str, FieldPlan], above: tuple[str, ...]) -> None:
        if field.name in done or field.name in above:
            return
        for name in sorted(field.needs):
            if name in self.by_name:
                self._visit(self.by_name[name], done, (*above, field.name))
        done.setdefault(field.name, field)

    def loop(self) -> list[str]:
        """Return the names of fields that need each other in a ring, the first again at the end, or nothing."""
        settled: set[str] = set()
        for field in self.fields:
            found = self._ring(field, (), settled)
            if found:
                return found
        return []

    def _ring(self, field: FieldPlan, above: tuple[str, ...], settled: set[str]) -> list[str]:
        if field.name in above:
            return [*above[above.index(field.name) :], field.name]
        if field.name in settled:
            return []
        settled.add(field.name)
        inner = (self.by_name[name] for name in sorted(field.needs) if name in self.by_name)
        return next((ring for each in inner if (ring := self._ring(each, (*above, field.name), settled))), [])


def planned(fields: Sequence[Mapping[str, Any]]) -> Plan:
    """Return the plan of fields; what is no expression in them is left out."""
    return Plan(tuple(_field(field) for field in fields))


def _field(field: Mapping[str, Any]) -> FieldPlan:
    return FieldPlan(
        field,
        field["name"],
        field["type"],
        show_if=expression(field.get("show_if")),
        required_if=expression(field.get("required_if")),
        calculate=expression(field.get("calculate")),
        constraints=tuple(expression(rule.get("check")) for rule in field.get("constraints") or ()),
        cells=planned(field["fields"]) if field["type"] == "repeat" and field.get("fields") else None,
    )


def expression(source: Any) -> Expression | None:
    """Return a compiled expression; None where there is none, or none that compiles."""
    if not isinstance(source, str):
        return None
    try:
        return compiled(source)
    except BadExpressionError:
        return None


_kept: OrderedDict[int, tuple[Definition, Plan]] = OrderedDict()
_lock = Lock()


def plan_of(form: Definition) -> Plan:
    """Return the plan of a form; forms are kept by their identity, so that a batch makes each plan once."""
    with _lock:
        found = _kept.get(id(form))
        if found and found[0] is form:
            _kept.move_to_end(id(form))
            return found[1]
    plan = planned(form["fields"])
    with _lock:
        _kept[id(form)] = (form, plan)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return plan


def walk(fields: Sequence[Mapping[str, Any]], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every field with the names that lead to it, those in repeats too."""
    for field in fields:
        path = (*above, field["name"])
        yield path, field
        yield from walk(field.get("fields") or (), path)
