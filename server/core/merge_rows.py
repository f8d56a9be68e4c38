"""Merging the rows of a repeat group: by row id, then field by field. Pure.

Three lists meet: what the editor's form was prefilled with (`before`), what he made of it (`value`) and what stands.
What he changed is laid over what stands. A row is a JSON object with an `id`, text that its maker chose.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.core.merge_values import items, same

Row = dict[str, Any]
Rows = dict[str, Row]
Cell = Callable[[str, Any, Any, Any], tuple[Any, bool]]
"""(field, before, standing, value) → what stands of two people's values for one cell, and whether one of them lost."""


@dataclass(frozen=True)
class RowsMerged:
    """The rows that stand.

    Where two wrote into one place (`contested`), `otherwise` is how it would be had the other one won; `yours`: the
    editor won in all such places.
    """

    rows: list[Row]
    otherwise: list[Row]
    contested: bool
    yours: bool


@dataclass
class _Ledger:
    """Both outcomes while they are made, and who won so far."""

    rows: Rows
    otherwise: Rows
    wins: int = 0
    losses: int = 0

    def put(self, row_id: str, row: Row | None, other: Row | None) -> None:
        if row is not None:
            self.rows[row_id] = row
        if other is not None:
            self.otherwise[row_id] = other

    def count(self, *, yours: bool) -> None:
        self.wins += yours
        self.losses += not yours


def merge_rows(before: Any, standing: Any, value: Any, cell: Cell, *, later: bool) -> RowsMerged | None:
    """Merge the editor's `value`, made of `before`, into `standing`; None when they are no rows with ids.

    A row that one took out and another edited stays. `later` says whether the editor wins where both changed the
    order of the same rows.
    """
    olds, theirs, mine = _by_id(items(before)), _by_id(standing), _by_id(value)
    if theirs is None or mine is None:
        return None
    olds = olds or {}
    ledger = _Ledger({}, {})
    for row_id in {**theirs, **mine}:
        _merge_row(ledger, row_id, (olds.get(row_id), theirs.get(row_id), mine.get(row_id)), cell)
    yours_first = _leads(list(olds), list(theirs), list(mine))
    if yours_first is None:
        ledger.count(yours=later)
        yours_first = later
        orders = [_ordered(mine, theirs), _ordered(theirs, mine)]
        order, other = orders if later else orders[::-1]
    else:
        order = other = _ordered(mine, theirs) if yours_first else _ordered(theirs, mine)
    return RowsMerged(
        [ledger.rows[row_id] for row_id in order if row_id in ledger.rows],
        [ledger.otherwise[row_id] for row_id in other if row_id in ledger.otherwise],
        contested=bool(ledger.wins or ledger.losses),
        yours=not ledger.losses,
    )


def _by_id(rows: Any) -> Rows | None:
    if rows is None:
        return {}
    if not isinstance(rows, list) or not all(isinstance(row, dict) and isinstance(row.get("id"), str) for row in rows):
        return None
    found = {row["id"]: row for row in rows}
    return found if len(found) == len(rows) else None


def _merge_row(ledger: _Ledger, row_id: str, three: tuple[Row | None, Row | None, Row | None], cell: Cell) -> None:
    old, theirs, mine = three
    if theirs is None and mine is not None:
        _only_mine(ledger, row_id, old, mine)
    elif mine is None and theirs is not None:
        _only_theirs(ledger, row_id, old, theirs)
    elif mine is not None and theirs is not None:
        _both(ledger, row_id, (old or {}, theirs, mine), cell)


def _only_mine(ledger: _Ledger, row_id: str, old: Row | None, mine: Row) -> None:
    if old is None:
        ledger.put(row_id, mine, mine)
    elif not same(old, mine):
        ledger.put(row_id, mine, None)
        ledger.count(yours=True)


def _only_theirs(ledger: _Ledger, row_id: str, old: Row | None, theirs: Row) -> None:
    if old is None:
        ledger.put(row_id, theirs, theirs)
    elif not same(old, theirs):
        ledger.put(row_id, theirs, None)
        ledger.count(yours=False)


def _both(ledger: _Ledger, row_id: str, three: tuple[Row, Row, Row], cell: Cell) -> None:
    old, theirs, mine = three
    row, other = dict(theirs), dict(theirs)
    for name in {**old, **mine}:
        was, stands, wanted = old.get(name), theirs.get(name), mine.get(name)
        if same(was, wanted):
            continue
        decided, lost = (wanted, False) if same(was, stands) else cell(name, was, stands, wanted)
        yours = lost and same(decided, wanted)
        _write(row, name, decided)
        _write(other, name, decided if not lost else stands if yours else wanted)
        if lost:
            ledger.count(yours=yours)
    ledger.put(row_id, row, other)


def _write(row: Row, name: str, value: Any) -> None:
    if value is None:
        row.pop(name, None)
    else:
        row[name] = value


def _leads(olds: list[str], theirs: list[str], mine: list[str]) -> bool | None:
    """Tell whose order stands: his who changed it (True: the editor's); None when both did, each in his way."""
    common = set(olds) & set(theirs) & set(mine)
    was, stands, wanted = (_only(rows, common) for rows in (olds, theirs, mine))
    if was == stands:
        return True
    if wanted in (was, stands):
        return False
    return None


def _only(row_ids: Iterable[str], wanted: set[str]) -> list[str]:
    return [row_id for row_id in row_ids if row_id in wanted]


def _ordered(leading: Mapping[str, Row], other: Mapping[str, Row]) -> list[str]:
    """Return the ids of both: in the order of `leading`, each of the other's own after the one it followed there."""
    order = list(leading)
    place = 0
    for row_id in other:
        if row_id in leading:
            place = order.index(row_id) + 1
        else:
            order.insert(place, row_id)
            place += 1
    return order
