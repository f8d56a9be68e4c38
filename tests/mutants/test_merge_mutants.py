"""Each of these small faults of the merge is found by a property: they are what the properties are worth."""

from functools import partial
from types import ModuleType

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.core import test_merge, test_merge_deletion, test_merge_histories, test_merge_numbers, test_merge_rows
from tests.mutants.planting import mutated_modules

VALUES, ROWS, MERGE = MODULES = ["server.core.merge_values", "server.core.merge_rows", "server.core.merge"]
LAWS = [test_merge, test_merge_histories, test_merge_numbers, test_merge_rows, test_merge_deletion]
SETTINGS = "_hypothesis_internal_use_settings"
QUICK = settings(
    max_examples=80,
    deadline=None,
    database=None,
    derandomize=True,
    report_multiple_bugs=False,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
FAULTS: dict[str, tuple[str, str, str]] = {
    "the base is counted one too far": (MERGE, "int(seq) <= origin.base", "int(seq) <= origin.base + 1"),
    "the base is counted one too short": (MERGE, "int(seq) <= origin.base", "int(seq) < origin.base"),
    "every edit has seen everything": (MERGE, "return stamp is None or origin.trusted or", "return True or"),
    "a phone forgets its own edits": (MERGE, "return stamp is not None and origin", "return False and origin"),
    "a phone owns what it writes later": (MERGE, '"n") or 0) < origin.n', '"n") or 0) >= 0'),
    "the console is not trusted": (MERGE, "return stamp is None or origin.trusted or", "return stamp is None or"),
    "an echo is an edit": (MERGE, "if edit.has_before and same(edit.value, edit.before):", "if False:"),
    "what is equal clashes": (MERGE, "if edit.policy not in _ADDING and same(edit.value, standing):", "if False:"),
    "the earlier clock wins": (MERGE, '(origin.hlc, origin.device or "") > (', '(origin.hlc, origin.device or "") < ('),
    "the last to arrive wins": (MERGE, 'edit.policy == "lww" and meeting.later', 'edit.policy == "lww"'),
    "what loses is not kept": (
        MERGE,
        "return edit.value if yours else standing, _clash(edit, standing, edit.value, yours=yours)",
        "return edit.value if yours else standing, None",
    ),
    "the clash names the wrong winner": (MERGE, '"yours" if yours else "theirs")', '"theirs" if yours else "yours")'),
    "the server's policy gives way": (MERGE, 'yours = edit.policy == "lww" and', "yours ="),
    "min is max": (MERGE, '(max if policy == "max" else min)', "(max)"),
    "nothing beats a number": (MERGE, "return standing if value is None else value", "return None"),
    "a counter is replaced": (MERGE, "int(terms[0] + terms[1] - terms[2])", "int(terms[1])"),
    "a counter counts a replay": (MERGE, "    if meeting.repeated:\n", "    if False:\n"),
    "tenths are added as floats": (MERGE, "total = float(standing + value - before)",
                                   "total = float(standing) + float(value) - float(before)"),
    "equal increments are one": (MERGE, 'frozenset({"counter", "rows"})', "frozenset()"),
    "a set takes out what it had not seen": (MERGE, "if item in wanted or item not in olds]\n    return",
                                             "if item in wanted]\n    return"),
    "a set takes nothing out": (MERGE, "items(standing) if item in wanted or item not in olds]", "items(standing)]"),
    "a set brings back what another took out": (MERGE, "not in kept and item not in olds", "not in kept"),
    "what a phone wrote holds nobody else's": (
        MERGE, "not edit.has_before and _all_seen(stamp, origin)", "not edit.has_before"),
    "true is one": (VALUES, "isinstance(one, bool) or isinstance(other, bool) or one != other", "one != other"),
    "rows are replaced": (MERGE, '    "rows": _settled_rows,\n', ""),
    "rows are told apart by their place": (ROWS, 'found = {row["id"]: row for row in rows}',
                                           "found = {str(place): row for place, row in enumerate(rows)}"),
    "the other's new row is lost": (ROWS, "if old is None:\n        ledger.put(row_id, theirs, theirs)",
                                    "if old is None:\n        pass"),
    "a removal beats an edit": (ROWS, "ledger.put(row_id, theirs, None)\n        ledger.count(yours=False)", "pass"),
    "an edit of a removed row is lost": (ROWS, "ledger.put(row_id, mine, None)\n        ledger.count(yours=True)",
                                         "pass"),
    "a removal is not done": (ROWS, "elif not same(old, theirs):", "else:"),
    "a row is one value": (ROWS, "row, other = dict(theirs), dict(theirs)", "row, other = dict(mine), dict(mine)"),
    "a contested cell is not told": (ROWS, "if lost:\n            ledger.count(yours=yours)", "pass"),
    "both orders are mine": (ROWS, "if wanted in (was, stands):", "if wanted == was:"),
    "a lost order is not told": (ROWS, "ledger.count(yours=later)", "pass"),
    "a deletion beats an edit": (MERGE, "if unseen and not server_owned:", "if False:"),
    "the server's record is kept by an edit": (MERGE, "if unseen and not server_owned:", "if unseen:"),
    "a deletion drops what it had not seen": (MERGE, "return Merged((Change(GONE, None, True),), lost)",
                                              "return Merged((Change(GONE, None, True),), ())"),
    "an edit revives what it knew to be gone": (MERGE, "if not merged.changes or _seen(stamps.get(GONE), origin):",
                                                "if not merged.changes:"),
    "a revival is not told": (MERGE, "(*merged.clashes, clash)", "merged.clashes"),
}  # fmt: skip


def laws(first=None):
    """Every test of the merge as something that takes a merge: examples before properties, one file before others."""
    found = [
        (name, quick(test), values)
        for module in sorted(LAWS, key=lambda module: module is not first)
        for name, test in vars(module).items()
        if name.startswith("test_")
        for values in parameters(test)
    ]
    return sorted(found, key=lambda law: isinstance(law[1], partial))


def parameters(test) -> list[dict[str, object]]:
    """Read the arguments of `pytest.mark.parametrize` off a test that has at most one."""
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            names, rows = mark.args
            names = [names] if isinstance(names, str) else list(names)
            return [dict(zip(names, row if len(names) > 1 else [row], strict=True)) for row in rows]
    return [{}]


def quick(test):
    """A law with few examples and without shrinking; the test itself stays as it is."""
    if not hasattr(test, "hypothesis"):
        return test
    return partial(under, test, QUICK)


def under(test, chosen, **arguments):
    """Run a law with other settings than its own."""
    before = getattr(test, SETTINGS)
    setattr(test, SETTINGS, chosen)
    try:
        test(**arguments)
    finally:
        setattr(test, SETTINGS, before)


def killer(mutant: ModuleType, first: ModuleType | None = None) -> str | None:
    """The first law that the mutant breaks, with an answer or by falling over."""
    for name, law, values in laws(first):
        try:
            law(m=mutant, **values)
        except Exception:  # noqa: BLE001 - however it breaks
            return name
    return None


def test_the_merge_itself_breaks_no_law():
    """That its properties hold is for their own tests; here, that what is executed anew is the same merge."""
    untouched = mutated_modules(MODULES, {})
    for _, law, values in laws():
        if not isinstance(law, partial):
            law(m=untouched, **values)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_merge_breaks_a_law(fault):
    module, old, new = FAULTS[fault]
    suspects = test_merge_rows if module == ROWS else None
    assert killer(mutated_modules(MODULES, {module: (old, new)}), suspects) is not None


def test_there_are_laws_of_every_kind():
    assert len({name for name, _, _ in laws()}) > 40
