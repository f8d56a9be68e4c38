"""Waiting between attempts: full jitter up to a ceiling that doubles (FAIL-1)."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from mobile_contract.device.problems import TryLaterError, UnreachableError

R = TypeVar("R")
MOST_DOUBLINGS = 20


@dataclass(frozen=True)
class Patience:
    """Seconds to wait at least and at most, drawn from `chance`; `sleep` waits, False from it says: give up.

    The contract's figures are the defaults; a simulation may compress time.
    """

    chance: Random
    sleep: Callable[[float], bool]
    least_s: float = 2.0
    most_s: float = 900.0
    tries: int = 1_000_000

    def wait_s(self, attempt: int, floor_s: float = 0.0) -> float:
        """Return how long to wait after `attempt` failures in a row; a server's Retry-After is the floor."""
        ceiling = min(self.most_s, self.least_s * float(2 ** min(attempt, MOST_DOUBLINGS)))
        return max(self.least_s + self.chance.random() * (ceiling - self.least_s), floor_s)

    def until_done(self, action: Callable[[], R]) -> R:
        """Do it again after network errors and requests for patience; raise the last one when patience ends."""
        attempt = 0
        while True:
            try:
                return action()
            except (UnreachableError, TryLaterError) as error:
                attempt += 1
                floor_s = error.after_s if isinstance(error, TryLaterError) else 0.0
                if attempt >= self.tries or not self.sleep(self.wait_s(attempt, floor_s)):
                    raise
