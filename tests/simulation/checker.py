"""The checker: holds what was gathered against what the contract promises. Pure; asks nobody.

`check` names every promise that was not kept. That it would notice is itself tested: `test_planted_faults.py`.
"""

from collections.abc import Callable, Iterator

from tests.simulation.checks import files, history, merging, operations, phones
from tests.simulation.facts import Facts, Violation

CHECKS: tuple[Callable[[Facts], Iterator[Violation]], ...] = (
    *operations.CHECKS,
    *files.CHECKS,
    *merging.CHECKS,
    *history.CHECKS,
    *phones.CHECKS,
)


def check(facts: Facts) -> list[Violation]:
    """Return every violation that the facts show."""
    return [violation for one in CHECKS for violation in one(facts)]
