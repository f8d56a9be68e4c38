"""Checking answers against the definition they were given to. Pure.

An answer from the field that breaks a rule is kept and flagged, never refused: the rep stands in front of the
customer once. A value that is not even of its type is kept in the submission and left out of the record; so is what a
hidden field says, and what differs from a calculation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.forms.expressions import Expression, Scope, as_variable
from server.forms.rules import limits, values
from server.forms.rules.issues import BROKEN, DIFFERS, INVALID, MISSING, UNCHECKED, UNKNOWN, Issue
from server.forms.rules.plan import FieldPlan, Plan, plan_of
from server.forms.rules.types import is_empty, well_typed

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """What answers are judged by besides the form.

    `today` (YYYY-MM-DD) and `now` (RFC 3339) of when they were given. `editing` says that only what changed was sent;
    `record` are the fields of the record that was edited, None where they are not known: what depends on an unknown
    field is then left as it was sent. `choices` are the values that each list offers or ever offered, by its key; a
    list that is not among them is not judged.
    """

    editing: bool = False
    today: str | None = None
    now: str | None = None
    record: Mapping[str, Any] | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    choices: limits.Choices = field(default_factory=dict)


@dataclass
class Judged:
    """Answers fit for the record, and what is wrong with those that were sent."""

    fit: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


@dataclass
class _Level:
    """The fields of the form, or of one row of a repeat, while they are judged."""

    plan: Plan
    path: tuple[str, ...]
    given: Answers
    standing: Mapping[str, Any]
    editing: bool
    fit: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, list[Issue]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    rows: dict[str, list["_Level"]] = field(default_factory=dict)

    def note(self, name: str, code: str, message: dict[str, Any] | None = None) -> None:
        self.wrong.setdefault(name, []).append(Issue(code, (*self.path, name), message))

    def issues(self) -> Iterator[Issue]:
        """Yield what is wrong in the order of the fields, a field's rows after itself."""
        for name in self.plan.by_name if self.wrong or self.rows else ():
            yield from self.wrong.get(name, ())
            for row in self.rows.get(name, ()):
                yield from row.issues()


def judge(form: Mapping[str, Any], answers: Answers, setting: Setting) -> Judged:
    """Return what of the answers is fit for the record, and what is wrong with them; whatever JSON they are."""
    plan = plan_of(form)
    unknown = [Issue(UNKNOWN, (name,)) for name in answers if name not in plan.by_name]
    standing = {**setting.before, **(setting.record or {})} if setting.editing else {}
    level = _Level(plan, (), answers, standing, setting.editing)
    judging = _Judging(setting, plan, level)
    judging.fill(level)
    judging.rule(level)
    unchecked = [Issue(UNCHECKED, ())] if judging.scope and judging.scope.unchecked else []
    return Judged(level.fit, [*unknown, *level.issues(), *unchecked])


class _Judging:
    def __init__(self, setting: Setting, plan: Plan, top: _Level) -> None:
        self.scope: Scope | None = None
        self._choices = setting.choices
        self._unknown: frozenset[str] = frozenset()
        self._read: frozenset[str] = frozenset()
        if not plan.has_expressions:
            return
        given = {"today": setting.today, "now": setting.now, "record": as_variable(setting.record)}
        self._read = plan.names
        self.scope = Scope(plan.names, {**dict.fromkeys(plan.by_name), **given})
        if setting.editing and setting.record is None:
            self._unknown = frozenset(plan.by_name.keys() - top.given.keys() - setting.before.keys()) | {"record"}

    def _value(self, expression: Expression | None, otherwise: Any) -> Any:
        """Return what an expression gives; `otherwise` where there is none or a field that it reads is not known."""
        if expression is None or self.scope is None or not expression.names.isdisjoint(self._unknown):
            return otherwise
        return self.scope.value(expression)

    def fill(self, level: _Level) -> None:
        """Take in the answers, in the order in which they can be reckoned."""
        for plan in level.plan.order:
            if plan.show_if and self._value(plan.show_if, otherwise=True) is not True:
                self._hide(level, plan.name)
            elif plan.calculate:
                self._calculate(level, plan)
            else:
                self._take(level, plan)
            if self.scope and self._is_read(level, plan.name):
                level.variables.setdefault(plan.name, self._standing(level, plan))
                self.scope.put(plan.name, level.variables[plan.name])

    def _hide(self, level: _Level, name: str) -> None:
        """Note that the field is not shown: whatever its record may hold in it, it counts as empty."""
        level.hidden.add(name)
        if not level.path:
            self._unknown -= {name}

    def _is_read(self, level: _Level, name: str) -> bool:
        """Tell whether some expression reads the field: a cell also by its rows."""
        return name in self._read or not self._read.isdisjoint(level.path)

    def _standing(self, level: _Level, plan: FieldPlan) -> Any:
        """Return what an edit that does not answer the field leaves in it."""
        value = level.standing.get(plan.name)
        answered = plan.name in level.hidden or plan.name in level.given
        if answered or is_empty(value) or not well_typed(plan.field, value):
            return None
        return values.variable(plan.field, value)

    def _calculate(self, level: _Level, plan: FieldPlan) -> None:
        name, given = plan.name, level.given.get(plan.name)
        reckoned = values.answer(plan.field, self._value(plan.calculate, otherwise=given))
        if name in level.given and not values.equal(given, reckoned):
            level.note(name, DIFFERS)
        standing = level.standing.get(name)
        if name in level.given or not values.equal(standing, reckoned):
            level.fit |= {} if reckoned is None and not level.editing else {name: reckoned}
        level.variables[name] = None if reckoned is None else values.variable(plan.field, reckoned)

    def _take(self, level: _Level, plan: FieldPlan) -> None:
        if plan.name not in level.given:
            return
        value = level.given[plan.name]
        if is_empty(value, plan.kind):
            level.fit |= {plan.name: value} if level.editing else {}
        elif not well_typed(plan.field, value):
            level.note(plan.name, INVALID)
        elif plan.cells:
            self._take_rows(level, plan, plan.cells, value)
        else:
            level.fit[plan.name] = value
            if self.scope and self._is_read(level, plan.name):
                level.variables[plan.name] = values.variable(plan.field, value)

    def _take_rows(self, level: _Level, plan: FieldPlan, cells: Plan, rows: list[Any]) -> None:
        path, kept, taken = (*level.path, plan.name), list[_Level](), set[str]()
        for place, row in enumerate(rows):
            if not isinstance(row, Mapping):
                level.wrong.setdefault(plan.name, []).append(Issue(INVALID, (*path, str(place))))
                continue
            inner = _Level(cells, (*path, str(place)), row, {}, editing=False)
            inner.fit["id"] = _row_id(row, place, taken)
            level.wrong.setdefault(plan.name, []).extend(
                Issue(UNKNOWN, (*inner.path, str(name))) for name in row if name != "id" and name not in cells.by_name
            )
            kept.append(inner)
            self._in_row(inner, {}, self.fill)
        level.rows[plan.name] = kept
        level.fit[plan.name] = [inner.fit for inner in kept]
        if self._is_read(level, plan.name):
            level.variables[plan.name] = [{**inner.variables, "id": inner.fit["id"]} for inner in kept] or None

    def _in_row(self, level: _Level, cells: dict[str, Any], work: Any) -> None:
        """Let a row's cells lie over the form's fields of the same names while `work` is done on it."""
        if self.scope is None:
            work(level)
            return
        outer = {name: self.scope.held(name) for name in level.plan.by_name}
        for name in level.plan.by_name:
            self.scope.put(name, cells.get(name))
        work(level)
        for name, value in outer.items():
            self.scope.put(name, value)

    def rule(self, level: _Level) -> None:
        """Ask what is required, and whether what was answered keeps to the rules."""
        for plan in level.plan.fields:
            if plan.name in level.hidden:
                continue
            self._require(level, plan)
            if plan.ruled and plan.name in level.fit and not is_empty(level.fit[plan.name]):
                self._rule(level, plan)
            for row in level.rows.get(plan.name, ()):
                self._in_row(row, row.variables, self.rule)

    def _require(self, level: _Level, plan: FieldPlan) -> None:
        """Note what is missing; in an edit what it empties, and what it makes required and leaves empty."""
        if plan.calculate:
            return
        if plan.name not in level.given:
            conditional = plan.required_if is not None or plan.show_if is not None
            standing = not is_empty(level.standing.get(plan.name))
            if level.editing and (standing or not conditional or self._blind(plan)):
                return
        elif not is_empty(level.given[plan.name], plan.kind):
            return
        required = plan.field.get("required") or (plan.required_if and self._value(plan.required_if, otherwise=False))
        if required is True:
            level.note(plan.name, MISSING)

    def _blind(self, plan: FieldPlan) -> bool:
        """Tell whether nobody knows what the field holds."""
        return plan.name in self._unknown

    def _rule(self, level: _Level, plan: FieldPlan) -> None:
        value, one = level.fit[plan.name], plan.field
        allowed = limits.within(one, value) and limits.listed(one, value, self._choices)
        if not allowed or not limits.offered(one, value, self._above(level, one)):
            level.note(plan.name, BROKEN)
        for rule, expression in zip(one.get("constraints") or (), plan.constraints, strict=True):
            if self._value(expression, otherwise=True) is False:
                level.note(plan.name, BROKEN, rule.get("message"))

    def _above(self, level: _Level, field: Mapping[str, Any]) -> Any:
        """Return the answer of the field's `parent`, None where that is hidden."""
        name = field.get("parent")
        return None if name is None or name in level.hidden else level.given.get(name, level.standing.get(name))


def _row_id(row: Mapping[str, Any], place: int, taken: set[str]) -> str:
    """Return the row's id; one without, or with that of a row before it, gets another that is the same every time."""
    given = row.get("id")
    name = given if isinstance(given, str) and 0 < len(given) <= limits.LONGEST_ID else f"row-{place + 1}"
    while name in taken:
        name = f"{name}-{place + 1}"
    taken.add(name)
    return name
