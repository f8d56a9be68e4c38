"""Expressions of forms: CEL, compiled once for each text, evaluated without ever raising or hanging.

The phone evaluates the same texts (`mobile_contract/sdk/src/forms/expressions.ts`); what both make of them is laid down
in `mobile_contract/FORMS.md` and proved by `mobile_contract/conformance/forms/`. Pure.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import cel

LONGEST_SOURCE = 2_000
DEEPEST_MACROS = 2
MOST_STEPS = 1_000_000
"""What the expressions of one submission may cost, in steps of about a microsecond; later ones are not evaluated."""
COPIES_A_STEP = 23
"""A list that grows in a macro is copied with each item; so many copied items take as long as one step."""
LARGEST_INT = 2**53 - 1
"""The largest whole number that every JSON reader reads exactly."""

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<text>[rRbB]{0,2}(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    |(?P<number>0x[0-9a-fA-F]+u?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?u?|\.\d+)
    |(?P<name>[A-Za-z_][A-Za-z_0-9]*)
    |(?P<other>[\s\S])""",
    re.VERBOSE,
)
_MACROS = frozenset({"map", "filter", "all", "exists", "exists_one"})
_BUILDING = frozenset({"map", "filter"})
_OWN_SIZE = "size_of"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadExpressionError(ValueError):
    """A text is no expression; the message says where."""


@dataclass(frozen=True)
class Expression:
    """A compiled expression.

    `names` are the variables that it reads, `macros` how deep its loops over lists nest, `builds` how many of those
    that nest make lists, `calls` its functions (methods with a dot before their names), `patterns` the texts that it
    takes for regular expressions (None: one that is reckoned), `commas` and `sums` how many of each it has: so
    much longer can a list be that it makes itself.
    """

    source: str
    program: cel.Program
    names: frozenset[str]
    macros: int
    builds: int
    calls: frozenset[str]
    patterns: tuple[str | None, ...]
    commas: int
    sums: int

    def steps(self, longest: int) -> int:
        """Return the most that one evaluation costs where no list is longer than `longest`."""
        if not self.macros:
            return 1
        items = longest * (1 + self.sums) + self.commas
        copies = items ** (self.macros + 1) // COPIES_A_STEP if self.builds else 0
        return int(items**self.macros + copies)


@lru_cache(maxsize=8192)
def compiled(source: str) -> Expression:
    """Return the expression of a text; raise BadExpressionError."""
    if len(source) > LONGEST_SOURCE:
        raise BadExpressionError(f"longer than {LONGEST_SOURCE} characters")
    tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(source)]
    outline = _outline([token for token in tokens if token[0] != "space"])
    program = guarded(lambda: cel.compile("".join(_renamed(tokens))))
    if isinstance(program, Failure):
        raise BadExpressionError(program.reason)
    names = frozenset(program.variables()) - outline.bound
    commas, sums = (sum(text == sign for _, text in tokens) for sign in ",+")
    return Expression(
        source,
        program,
        names,
        outline.macros,
        outline.builds,
        frozenset(outline.calls),
        tuple(outline.patterns),
        commas,
        sums,
    )


@dataclass(frozen=True)
class Failure:
    """An evaluation or compilation that failed: why, and the kind of error."""

    reason: str
    kind: str = ""


def guarded(work: Callable[[], Any]) -> Any:
    """Return what `work` makes, or a Failure: the library reports some faults beneath `Exception`."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the evaluator derives from BaseException
        return Failure(str(error), type(error).__name__)


@dataclass
class _Outline:
    macros: int
    builds: int
    bound: frozenset[str]
    patterns: list[str | None]
    calls: set[str]


def _outline(tokens: list[tuple[str, str]]) -> _Outline:
    """Read off how deep the loops nest, which names they bind, and what is taken for a regular expression."""
    outline, bound = _Outline(0, 0, frozenset(), [], set()), set[str]()
    stack: list[str] = []
    for place, (_, text) in enumerate(tokens):
        if text == "(":
            kind, name = tokens[place - 1] if place else ("", "")
            method = place > 1 and tokens[place - 2][1] == "."
            if kind == "name" and name != "in":
                outline.calls.add(f".{name}" if method else name)
            stack.append(name if method and name in _MACROS else "")
            if stack[-1]:
                bound.add(_at(tokens, place + 1)[1])
            if name == "matches":
                outline.patterns.append(_pattern(tokens, place, method=method))
        elif text == ")" and stack:
            stack.pop()
        loops = [name for name in stack if name]
        outline.macros = max(outline.macros, len(loops))
        outline.builds = max(outline.builds, sum(name in _BUILDING for name in loops))
    outline.bound = frozenset(bound)
    return outline


def _at(tokens: list[tuple[str, str]], place: int) -> tuple[str, str]:
    return tokens[place] if place < len(tokens) else ("", "")


def _pattern(tokens: list[tuple[str, str]], place: int, *, method: bool) -> str | None:
    """Return the pattern of `x.matches('…')`; None where it is not simply a text."""
    (kind, text), after = _at(tokens, place + 1), _at(tokens, place + 2)[1]
    if not method or kind != "text" or after != ")":
        return None
    found = guarded(lambda: cel.evaluate(text))
    return found if isinstance(found, str) else None


def _renamed(tokens: list[tuple[str, str]]) -> Iterator[str]:
    """Lead `size` to our own: the library counts a text's bytes, CEL and phones its characters."""
    for place, (kind, text) in enumerate(tokens):
        called = _at(tokens, place + 1)[1] == "("
        yield _OWN_SIZE if kind == "name" and text == "size" and called else text


def _size(value: Any) -> int | None:
    return len(value) if isinstance(value, str | list | dict) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sum(values: Any) -> Any:
    """Add numbers, nulls left out; whole as long as all are; null of anything else."""
    numbers = [value for value in values if value is not None] if isinstance(values, list) else [None]
    if not all(_is_number(value) for value in numbers):
        return None
    total: Any = 0
    for value in numbers:
        total += value  # one after the other, as phones add: `sum` compensates from Python 3.12 on
    return total


def rounded(value: Any) -> Any:
    """Return the nearest whole number, halves away from zero; null of what is no number."""
    if not _is_number(value) or not math.isfinite(value):
        return None
    return value if isinstance(value, int) else int(math.copysign(math.floor(abs(value) + 0.5), value))


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or not _DAY.match(value):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _add_days(day: Any, days: Any) -> str | None:
    start = _day(day)
    if start is None or isinstance(days, bool) or not isinstance(days, int):
        return None
    number = start.toordinal() + days
    return date.fromordinal(number).isoformat() if 1 <= number <= date.max.toordinal() else None


def _days_between(day: Any, later: Any) -> int | None:
    start, end = _day(day), _day(later)
    return (end - start).days if start and end else None


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    _OWN_SIZE: _size,
    "sum": _sum,
    "round": rounded,
    "add_days": _add_days,
    "days_between": _days_between,
}
SHARED_FUNCTIONS = frozenset(
    {
        *(FUNCTIONS.keys() - {_OWN_SIZE}),
        *(f".{name}" for name in _MACROS),
        *(".size", ".matches", ".startsWith", ".endsWith", ".contains"),
        *("size", "has", "int", "double", "string", "timestamp", "duration"),
    }
)
"""What server and phones have in common; whatever else the one or the other knows is refused in a form."""


def as_variable(value: Any) -> Any:
    """Return a JSON value as expressions see it: whole numbers are `int` however they are written, others `double`."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) <= LARGEST_INT else value
    if isinstance(value, Mapping):
        return {str(key): as_variable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_variable(item) for item in value]
    return value


def as_json(value: Any) -> Any:
    """Return what an expression gave as JSON: moments as RFC 3339 in UTC; null for what JSON has no words for."""
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value if _plain(value) else None


def _plain(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) <= LARGEST_INT
    return isinstance(value, str) or (isinstance(value, float) and math.isfinite(value))


def _longest(value: Any) -> int:
    """Return the length of the longest list in a value."""
    if isinstance(value, list):
        return max(len(value), max((_longest(item) for item in value), default=0))
    return max((_longest(item) for item in value.values()), default=0) if isinstance(value, dict) else 0


class Scope:
    """The variables that expressions see; only those that some expression names are handed over."""

    def __init__(self, wanted: Iterable[str], variables: Mapping[str, Any]) -> None:
        self._wanted = frozenset(wanted)
        self._context = cel.Context(functions=dict(FUNCTIONS))
        self._steps = MOST_STEPS
        self._longest = 0
        self._held: dict[str, Any] = {}
        self.unchecked = False
        """Whether an expression was left out because the others had cost too much."""
        for name, value in variables.items():
            self.put(name, value)

    def put(self, name: str, value: Any) -> None:
        """Let a variable have a value from here on."""
        if name not in self._wanted:
            return
        self._held[name] = value
        self._longest = max(self._longest, _longest(value))
        if isinstance(guarded(lambda: self._context.add_variable(name, value)), Failure):
            self._context.add_variable(name, None)

    def held(self, name: str) -> Any:
        """Return the value that a variable has; null where it has none."""
        return self._held.get(name)

    def value(self, expression: Expression) -> Any:
        """Return what the expression gives, as JSON; null where it cannot be evaluated."""
        found = self.attempt(expression)
        return None if isinstance(found, Failure) else as_json(found)

    def attempt(self, expression: Expression) -> Any:
        """Return what the expression gives, or a Failure."""
        self._steps -= expression.steps(self._longest)
        if self._steps < 0:
            self.unchecked = True
            return Failure("too expensive")
        return guarded(lambda: expression.program.execute(self._context))
