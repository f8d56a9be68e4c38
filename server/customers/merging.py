"""What a merge of two customers makes of their fields, and what taking it back makes of them. Pure."""

from collections.abc import Mapping
from typing import Any, Literal

from server.core.merge import union
from server.core.merge_values import same

Choice = Literal["winner", "loser", "both"]
Pairs = dict[str, list[Any]]
"""Field → [before, after]."""

ORDER = ("lead", "potential", "customer", "vip")


def merged(winner: Mapping[str, Any], loser: Mapping[str, Any], choices: Mapping[str, Choice]) -> Pairs:
    """Return what changes in the winner's fields: what it lacks comes from the loser, lists are united.

    A choice decides otherwise for its field: `winner` keeps the value or its absence, `loser` takes the other's or its
    absence, `both` unites lists and keeps the winner's of anything else.
    """
    found: Pairs = {}
    for name in {**winner, **loser}:
        before, after = winner.get(name), _chosen(winner.get(name), loser.get(name), choices.get(name))
        if not same(before, after):
            found[name] = [before, after]
    return found


def _chosen(mine: Any, theirs: Any, choice: Choice | None) -> Any:
    if choice == "winner":
        return mine
    if choice == "loser":
        return theirs
    if isinstance(mine, list) and isinstance(theirs, list):
        return united(mine, theirs)
    return theirs if mine is None else mine


def united(mine: list[Any], theirs: list[Any]) -> list[Any]:
    """Return what is in either list, each once; of rows with ids the first one's."""
    ids = {row["id"] for row in mine if isinstance(row, Mapping) and "id" in row}
    fresh = [row for row in theirs if not (isinstance(row, Mapping) and row.get("id") in ids)]
    return union(mine, None, [*mine, *fresh])


def undone(now: Mapping[str, Any], written: Mapping[str, Any]) -> Pairs:
    """Return what changes in the winner's fields when a merge is taken back.

    A field that nobody has written since is as before; of a list what the merge added goes and what was added since
    stays; anything else that was written since stays as it is.
    """
    found: Pairs = {}
    for name, (before, after) in written.items():
        standing = now.get(name)
        back = _back(before, after, standing)
        if not same(standing, back):
            found[name] = [standing, back]
    return found


def _back(before: Any, after: Any, standing: Any) -> Any:
    if same(standing, after):
        return before
    if isinstance(after, list) and isinstance(standing, list):
        olds = before if isinstance(before, list) else []
        added = [item for item in after if item not in olds]
        return [item for item in standing if item not in added] or None
    return standing


def status_of(winner: str, loser: str) -> str:
    """Return how far the two together have come: a former customer (`old`) counts as one."""
    if winner == "old" or loser == "old":
        other = loser if winner == "old" else winner
        return other if other in {"customer", "vip"} else "old"
    return max(winner, loser, key=ORDER.index)
