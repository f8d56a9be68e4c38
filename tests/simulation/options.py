"""What a simulation is to be: how many phones, how long, which faults."""

from dataclasses import dataclass
from random import Random

KILLS = {
    "kill": ("web", "webprocess", "worker"),
    "postgres": ("postgres", "backend"),
    "redis": ("redis", "flush"),
}
"""Which parts die by which fault."""
NETWORK = ("lost", "duplicated", "replayed", "cut")
PHONE = ("skew", "die", "reset", "malformed")
OFFICE = ("revoke", "reorg", "forms", "lock")
RESTORE = "restore"
"""At two thirds of the time the database comes back from a backup made at one third (P15)."""
FAULTS = (*NETWORK, *PHONE, *OFFICE, *KILLS, RESTORE)


@dataclass(frozen=True)
class Options:
    """`kills` ends the run when so many parts have died, with a check after every `check_every` of them.

    `kill_gap` are the least and the most seconds between two deaths.
    """

    phones: int = 20
    minutes: float = 2.0
    seed: int = 1
    faults: frozenset[str] = frozenset(FAULTS) - {RESTORE}
    kills: int = 0
    check_every: int = 250
    kill_gap: tuple[float, float] = (2.0, 8.0)
    parts: tuple[str, ...] | None = None

    @property
    def deaths(self) -> tuple[str, ...]:
        """The parts that may die."""
        return self.parts or tuple(part for fault in sorted(self.faults & KILLS.keys()) for part in KILLS[fault])

    def chance(self, *what: object) -> Random:
        """Return the source of every random choice of one actor: the same for the same seed."""
        return Random("/".join(str(part) for part in (self.seed, *what)))  # noqa: S311 - a simulation, no secrets
