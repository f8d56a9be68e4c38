"""In which sets work is handed out, so that what is about one thing keeps its order. Pure."""

from collections.abc import Hashable, Sequence


def waves(work: Sequence[tuple[Hashable, Sequence[Hashable]]]) -> list[list[int]]:
    """Return the places of (worker, what it is about) in sets, each for one worker, to be done one after the other.

    What is about one thing keeps its order; what is not may be done earlier than it was asked, so that few sets are
    needed. Inside a set the order stands.
    """
    sets: dict[tuple[int, Hashable], list[int]] = {}
    last: dict[Hashable, tuple[int, Hashable]] = {}
    for place, (worker, things) in enumerate(work):
        before = [last[thing] for thing in things if thing in last]
        wave = max((when if who == worker else when + 1 for when, who in before), default=0)
        sets.setdefault((wave, worker), []).append(place)
        last |= dict.fromkeys(things, (wave, worker))
    return [sets[key] for key in sorted(sets, key=lambda key: key[0])]
